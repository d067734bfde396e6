package dev.sluice.receipt;

import dev.sluice.receipt.book.Outlook;
import dev.sluice.receipt.book.Receipts;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.Peers;
import dev.sluice.replica.Placed;
import dev.sluice.replica.ReplicaId;
import dev.sluice.replica.Replicas;
import dev.sluice.rollout.Decision;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What receipts are made from, as it was last said, and what the {@link ReceiptKeeper} made of it. Safe for every thread. */
public final class ReceiptStage {
    private final ReplicaId self;
    private final Supplier<List<DataPlaneView>> own;
    private volatile Receipts kept = Receipts.NONE;
    private volatile Replicas replicas = Replicas.NONE;
    private volatile Decision decision = Decision.NONE;
    private volatile Propagations propagations = Propagations.NONE;
    private volatile Runnable looker = () -> {};
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean nudged = new AtomicBoolean();

    /** @param own data planes that are connected to this replica now */
    public ReceiptStage(ReplicaId self, Supplier<List<DataPlaneView>> own) {
        this.self = self;
        this.own = own;
    }

    /** The data planes of all replicas, by node. */
    public SortedMap<String, Placed> dataPlanes() {
        return replicas.placed(self, own.get());
    }

    /** The latest report of each replica that is reachable. */
    public Replicas replicas() {
        return replicas;
    }

    /** The changes that became live everywhere last, as this replica saw them. */
    public Propagations propagations() {
        return propagations;
    }

    /** What is known, with the data planes as they were when it was last looked at them. */
    public Receipts kept() {
        return kept;
    }

    void arrived(Propagations.Change change) {
        propagations = propagations.plus(change);
    }

    /** What is known now; looks at every data plane. */
    public Receipts now() {
        return looking(kept);
    }

    /** The receipts with the data planes as they are now. */
    Receipts looking(Receipts receipts) {
        Outlook before = receipts.outlook();
        return receipts.with(Outlook.of(dataPlanes().values(), before.offered(), decision));
    }

    void keep(Receipts now) {
        boolean news = now.book() != kept.book();
        kept = now;
        if (news) {
            followers.forEach(Runnable::run);
        }
    }

    /** Has it called when a receipt was entered or has become live, by the thread that does so; must not wait. */
    public void listen(Runnable follower) {
        followers.add(follower);
    }

    /** Some data plane, of this replica or another, has said something. */
    public void news() {
        if (nudged.compareAndSet(false, true)) {
            looker.run();
        }
    }

    /** However often there is news, {@code looker} is run once until {@link #begin} is called. */
    void follow(Peers peers, Runnable run) {
        looker = run;
        peers.listen(new Listener());
    }

    /** A look begins: what is news from now on leads to another. */
    void begin() {
        nudged.set(false);
    }

    private final class Listener implements Peers.Listener {
        @Override
        public void replicas(Replicas now) {
            replicas = now;
            news();
        }

        @Override
        public void decision(Decision now) {
            decision = now;
            news();
        }

        @Override
        public void leading(boolean now) {
            news();
        }
    }
}
