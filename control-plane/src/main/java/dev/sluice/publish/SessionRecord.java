package dev.sluice.publish;

import dev.sluice.key.FleetName;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.RefusedResource;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.Nack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a session knows of its data plane, and the view of it that others may read. Confined to the session. */
final class SessionRecord {
    private final long session;
    private final DataPlaneView.Identity identity;
    private final SessionSettings settings;
    private final Instant connectedAt;
    private Version serving;
    private Optional<Version> answered = Optional.empty();
    private Optional<Instant> answeredAt = Optional.empty();
    private Optional<Version> offered = Optional.empty();
    private Optional<Instant> offeredAt = Optional.empty();
    private Delivery delivery = Delivery.WAITING;
    private List<RefusedResource> refused = List.of();
    private Optional<DataPlaneView.Health> health = Optional.empty();
    private final RateMeter rates = new RateMeter();
    private List<DataPlaneView.Acked> acks;
    private String lastNack = "";
    private int nacks;
    private int nacksInRow;

    /** @param served what it has served since when, newest first; at least what it serves now */
    SessionRecord(
            long session, DataPlaneView.Identity identity, List<Greeting.InForce> served, SessionSettings settings) {
        this.session = session;
        this.identity = identity;
        this.serving = served.getFirst().version();
        this.settings = settings;
        this.connectedAt = settings.clock().instant();
        this.acks = served.stream().map(one -> one.at(connectedAt)).toList();
    }

    FleetName fleet() {
        return identity.fleet();
    }

    String node() {
        return identity.node();
    }

    int nacksInRow() {
        return nacksInRow;
    }

    /**
     * Whether there is no use in offering this: the data plane has answered for its content on this stream, or it has
     * more than this, and would not apply it.
     */
    boolean answered(Version version) {
        if (delivery == Delivery.AHEAD) {
            return version.standingTo(serving) == Version.Standing.OLDER
                    || answered.filter(version::equals).isPresent();
        }
        return answered.filter(known -> Content.same(known, version)).isPresent();
    }

    /** The difference to what is served if that is known and could be used, else everything. */
    Transmission begin(Snapshot snapshot) {
        offered = Optional.of(snapshot.version());
        offeredAt = Optional.of(settings.clock().instant());
        delivery = Delivery.SENDING;
        show();
        if (snapshot.version().standingTo(serving) == Version.Standing.OLDER) {
            settings.ahead().ahead(serving, snapshot.version()); // it will say so itself, a round trip later
        }
        int maxBytes = settings.streams().maxUpdateBytes();
        Optional<Outgoing> delta = nacksInRow > 0 ? Optional.empty() : snapshot.since(serving, maxBytes);
        Outgoing outgoing = delta.orElseGet(() -> snapshot.whole(maxBytes));
        settings.meters().sent(fleet(), delta.isPresent() ? Meters.Sent.DELTA : Meters.Sent.SNAPSHOT, outgoing.bytes());
        return new Transmission(snapshot, outgoing.parts());
    }

    /** Takes note of an ack; false if it is not one of this snapshot. */
    boolean acked(Snapshot snapshot, Ack ack) {
        Optional<Version> version = Received.version(ack.getVersion());
        if (version.isEmpty() || !(ack.getOlder() || Content.same(version.get(), snapshot.version()))) {
            return false;
        }
        serving = version.get();
        answered = Optional.of(snapshot.version());
        answeredAt = Optional.of(settings.clock().instant());
        remember(new DataPlaneView.Acked(serving, settings.clock().instant()));
        offered = Optional.empty();
        offeredAt = Optional.empty();
        delivery = ack.getOlder() ? Delivery.AHEAD : Delivery.CURRENT;
        refused = Received.refused(ack.getRefusedList());
        nacksInRow = 0;
        if (ack.getOlder()) {
            settings.ahead().ahead(serving, snapshot.version());
        }
        settings.meters().acked(fleet(), Duration.ofNanos(System.nanoTime() - snapshot.publishedNanos()));
        show();
        return true;
    }

    void nacked(Nack nack) {
        nacks++;
        nacksInRow++;
        lastNack = nack.getCause() + ": " + nack.getDetail();
        offered = Optional.empty();
        offeredAt = Optional.empty();
        delivery = Delivery.WAITING;
        settings.meters().nacked(fleet(), nack.getCause().name());
        show();
    }

    void lag() {
        delivery = Delivery.LAGGING;
        settings.meters().lagging(fleet());
        show();
    }

    private void remember(DataPlaneView.Acked ack) {
        List<DataPlaneView.Acked> next = new ArrayList<>(DataPlaneView.REMEMBERED_ACKS);
        next.add(ack);
        next.addAll(acks.subList(0, Math.min(acks.size(), DataPlaneView.REMEMBERED_ACKS - 1)));
        acks = List.copyOf(next);
    }

    void health(dev.sluice.wire.v1.Health heard) {
        Instant now = settings.clock().instant();
        health = Optional.of(rates.measured(Received.health(heard, now), now));
        show();
    }

    /** Makes what is known visible to readers. */
    void show() {
        settings.stages()
                .dataPlane(new DataPlaneView(
                        session,
                        identity,
                        connectedAt,
                        serving,
                        answeredAt,
                        offered,
                        offeredAt,
                        delivery,
                        refused,
                        nacks,
                        lastNack,
                        health,
                        acks));
    }

    void gone() {
        settings.stages().dataPlaneGone(node(), session);
    }

    @Override
    public String toString() {
        return "Data plane " + node() + " (fleet " + fleet() + ")";
    }
}
