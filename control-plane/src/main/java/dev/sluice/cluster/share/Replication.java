package dev.sluice.cluster.share;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.cluster.UniqueAddress;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.LWWMap;
import akka.cluster.ddata.LWWRegister;
import akka.cluster.ddata.ReplicatedData;
import akka.cluster.ddata.SelfUniqueAddress;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator.Delete;
import akka.cluster.ddata.typed.javadsl.Replicator.Get;
import akka.cluster.ddata.typed.javadsl.Replicator.GetResponse;
import akka.cluster.ddata.typed.javadsl.Replicator.ReadConsistency;
import akka.cluster.ddata.typed.javadsl.Replicator.ReadMajority;
import akka.cluster.ddata.typed.javadsl.Replicator.Update;
import akka.cluster.ddata.typed.javadsl.Replicator.UpdateResponse;
import akka.cluster.ddata.typed.javadsl.Replicator.UpdateSuccess;
import akka.cluster.ddata.typed.javadsl.Replicator.WriteAll;
import akka.cluster.ddata.typed.javadsl.Replicator.WriteConsistency;
import akka.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;
import dev.sluice.cluster.share.Sharer.Written;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.store.DecisionText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Akka's replicator, in terms of what is shared. Confined to its actor. */
final class Replication implements MemoryOutlet {
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final ReplicatorMessageAdapter<Sharer.Command, LWWRegister<Blob>> registers;
    private final ReplicatorMessageAdapter<Sharer.Command, LWWMap<String, Blob>> maps;
    private final SelfUniqueAddress self;
    private final WriteConsistency everywhere;
    private final ReadConsistency most;
    private final ActorContext<Sharer.Command> context;
    private final Map<UniqueAddress, ActorRef<?>> ears = new HashMap<>();

    Replication(ActorContext<Sharer.Command> context, Duration timeout) {
        this.context = context;
        DistributedData data = DistributedData.get(context.getSystem());
        this.registers = new ReplicatorMessageAdapter<>(context, data.replicator(), timeout.plus(SLACK));
        this.maps = new ReplicatorMessageAdapter<>(context, data.replicator(), timeout.plus(SLACK));
        this.self = data.selfUniqueAddress();
        this.everywhere = new WriteAll(timeout);
        this.most = new ReadMajority(timeout);
    }

    void followDecisionAndMemory() {
        follow(Keys.DECISION);
        Keys.MEMORY.forEach(this::follow);
    }

    /** Hears of the member's report from now on. */
    void follow(UniqueAddress member) {
        ears.computeIfAbsent(member, added -> follow(Keys.report(added)));
    }

    private ActorRef<?> follow(Key<? extends ReplicatedData> key) {
        return context.spawnAnonymous(Ear.create(key, context.getSelf()));
    }

    /** The member has been removed: nobody writes or needs its report any more. */
    void forget(UniqueAddress member) {
        ActorRef<?> ear = ears.remove(member);
        if (ear != null) {
            context.stop(ear);
            registers.askDelete(
                    replyTo -> new Delete<>(Keys.report(member), everywhere, replyTo),
                    deleted -> new Written(Sharer.Writing.REPORT, true));
        }
    }

    void report(UniqueAddress member, Blob report) {
        write(Sharer.Writing.REPORT, Keys.report(member), register -> register.withValue(self, report));
    }

    void decide(Decision decision) {
        Blob text = new Blob(decision.number(), DecisionText.write(decision).getBytes(StandardCharsets.UTF_8));
        write(
                Sharer.Writing.DECISION,
                Keys.DECISION,
                known -> known.timestamp() >= decision.number()
                        ? known
                        : known.withValue(self, text, (before, value) -> decision.number()));
    }

    /**
     * Of one object the highest number stays, also where the lower one is written later: a map puts what it is told to put,
     * and only merging would find out.
     */
    @Override
    public void put(String uid, Blob specification) {
        change(uid, map -> {
            Blob known = map.getEntries().get(uid);
            return known != null && known.number() > specification.number()
                    ? map
                    : map.put(self, uid, specification, (before, value) -> clock(before, value));
        });
    }

    private static long clock(long before, Blob value) {
        return value.number() == 0 ? before + 1 : value.number();
    }

    @Override
    public void remove(String uid) {
        change(uid, map -> map.remove(self, uid));
    }

    /** What most members know of the memory comes as {@link Sharer.Got}, part by part. */
    void ask() {
        for (int part = 0; part < Keys.MEMORY.size(); part++) {
            int asked = part;
            maps.askGet(
                    replyTo -> new Get<>(Keys.MEMORY.get(asked), most, replyTo),
                    (GetResponse<LWWMap<String, Blob>> response) -> new Sharer.Got(asked, response));
        }
    }

    /** Says what has changed: a report of a member that is followed, the decision, or a part of the memory. */
    void read(Key<?> key, ReplicatedData data, Sharer.Hearing hearing) {
        int part = Keys.MEMORY.indexOf(key);
        if (part >= 0) {
            hearing.memory(part, map(data).getEntries());
            return;
        }
        byte[] content = register(data).getValue().content();
        if (content.length > 0 && key.equals(Keys.DECISION)) {
            hearing.decision(content);
        } else if (content.length > 0) {
            ears.keySet().stream()
                    .filter(member -> Keys.report(member).equals(key))
                    .forEach(member -> hearing.report(member, content));
        }
    }

    @SuppressWarnings("unchecked") // the key says what it is
    private static LWWMap<String, Blob> map(ReplicatedData data) {
        return (LWWMap<String, Blob>) data;
    }

    @SuppressWarnings("unchecked") // the key says what it is
    private static LWWRegister<Blob> register(ReplicatedData data) {
        return (LWWRegister<Blob>) data;
    }

    private void write(
            Sharer.Writing what, Key<LWWRegister<Blob>> key, Function<LWWRegister<Blob>, LWWRegister<Blob>> change) {
        LWWRegister<Blob> empty = LWWRegister.create(self, Blob.NOTHING, (before, value) -> 0L);
        registers.askUpdate(
                replyTo -> new Update<>(key, empty, everywhere, replyTo, change),
                (UpdateResponse<LWWRegister<Blob>> response) -> new Written(what, response instanceof UpdateSuccess));
    }

    private void change(String uid, Function<LWWMap<String, Blob>, LWWMap<String, Blob>> change) {
        maps.askUpdate(
                replyTo -> new Update<>(Keys.memory(uid), LWWMap.create(), everywhere, replyTo, change),
                (UpdateResponse<LWWMap<String, Blob>> response) ->
                        new Written(Sharer.Writing.MEMORY, response instanceof UpdateSuccess));
    }
}
