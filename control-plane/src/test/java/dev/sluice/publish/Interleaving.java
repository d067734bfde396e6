package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Decision;
import dev.sluice.translate.Settings;
import dev.sluice.translate.ingress.IngressSettings;
import dev.sluice.translate.ingress.PublishedAddresses;
import dev.sluice.wire.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/**
 * One order of things, always the same for one seed: objects are written; replicas hear of it each at its own pace,
 * hang, list anew, are compared with the store, and restart; data planes move between them; the store is restored from
 * a backup, and the epoch rises when all replicas have seen it.
 */
final class Interleaving {
    private static final StreamSettings STREAMS = new StreamSettings(
            NumberedDataPlane.MAX_BYTES,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1,
            new Backoff(Duration.ofMillis(1), Duration.ofSeconds(1)),
            64,
            5000,
            1);
    private static final Settings SETTINGS = new Settings(IngressSettings.DEFAULT, new PublishedAddresses.None());
    private static final List<WatchKey> WATCHES = List.copyOf(new TreeSet<>(Sample.WATCHES));
    private static final int STEPS = 250;
    private static final int REPLICAS = 3;
    private static final int APPS = 3;

    /** How often what matters has happened: a law that never sees it says nothing. */
    static final class Tally {
        private int applied;
        private int older;
        private int same;
        private int restored;
        private int restarted;

        void add(Tally other) {
            applied += other.applied;
            older += other.older;
            same += other.same;
            restored += other.restored;
            restarted += other.restarted;
        }

        void assertSeen() {
            assertThat(List.of(applied, older, same, restored, restarted)).allMatch(times -> times > 100);
        }

        @Override
        public String toString() {
            return applied + " updates applied, " + older + " older ones refused, " + same + " equal, " + restored
                    + " restorations, " + restarted + " restarts of replicas";
        }
    }

    private final Random random;
    private final NumberedStore store = new NumberedStore();
    private final Replayed replayed = new Replayed(store, SETTINGS, STREAMS);
    private final List<NumberedReplica> replicas = new ArrayList<>();
    private final List<NumberedDataPlane> dataPlanes = new ArrayList<>();
    private final int[] follows = {0, 1, 2};
    private final Tally tally = new Tally();
    private Decision decision = Decision.NONE;
    private int raisedFor;
    private int steps;

    Interleaving(long seed) {
        this.random = new Random(seed);
    }

    Tally all() throws UndecodableException {
        store.put(NumberedObject.ingressClass());
        for (int i = 0; i < REPLICAS; i++) {
            replicas.add(replica());
            dataPlanes.add(new NumberedDataPlane(replayed));
        }
        for (steps = 0; steps < STEPS; steps++) {
            step(random.nextInt(100));
            offer(random.nextInt(REPLICAS));
        }
        quiet();
        return tally;
    }

    private NumberedReplica replica() {
        NumberedReplica replica = new NumberedReplica(store, random, SETTINGS, STREAMS);
        replica.decide(decision);
        return replica;
    }

    private void step(int dice) {
        int who = random.nextInt(REPLICAS);
        NumberedReplica replica = replicas.get(who);
        NumberedWatch watch = replica.watch(WATCHES.get(random.nextInt(WATCHES.size())));
        if (dice < 20) {
            write();
        } else if (dice < 62) {
            hear(watch);
            if (random.nextBoolean()) {
                replica.flush();
            }
        } else if (dice < 68) {
            compare(replica, watch);
        } else if (dice < 80) {
            replica.flush();
        } else if (dice < 82) {
            replica.renew();
        } else if (dice < 91) {
            follows[random.nextInt(REPLICAS)] = who;
        } else if (dice < 94) {
            raise();
            replica.decide(decision);
        } else {
            fail(dice, who, watch);
        }
    }

    private void hear(NumberedWatch watch) {
        for (int i = random.nextInt(5); i >= 0; i--) {
            watch.hear();
        }
    }

    /** Somebody asks; and as soon as one watch shows that the store went back, all others are compared. */
    private void compare(NumberedReplica replica, NumberedWatch watch) {
        boolean patient = random.nextInt(3) > 0;
        if (raisedFor == store.era()) {
            watch.compare(patient);
        } else {
            replica.watches().values().forEach(each -> each.compare(patient));
        }
    }

    private void fail(int dice, int who, NumberedWatch watch) {
        switch (dice) {
            case 94 -> {
                replicas.set(who, replica());
                tally.restarted++;
            }
            case 95, 96 -> watch.hang(random.nextInt(10));
            case 97 -> watch.gone();
            case 98 -> watch.broken();
            default -> restore();
        }
    }

    private void write() {
        if (!mayWrite()) {
            return;
        }
        NumberedObject object = object();
        for (int i = 0; i < APPS && raisedFor < store.era() && !store.lost(object.key()); i++) {
            object = object(); // rather the same again, with the same number, as happens when work is done again
        }
        switch (random.nextInt(8)) {
            case 0, 1 -> store.delete(object.key());
            case 2, 3 -> store.elsewhere();
            case 4 -> {
                NumberedObject brief = NumberedObject.ingress("brief", "host-0.test", "app-0");
                store.put(brief); // a list that is compared shows nothing of it
                store.delete(brief.key());
            }
            default -> store.put(object);
        }
    }

    private NumberedObject object() {
        String app = "app-" + random.nextInt(APPS);
        return switch (random.nextInt(3)) {
            case 0 -> NumberedObject.ingress(app, "host-" + random.nextInt(3) + ".test", app);
            case 1 -> NumberedObject.service(app, random.nextBoolean() ? "http" : "kubernetes.io/h2c");
            default -> NumberedObject.slice(app, "10.0.0." + (1 + random.nextInt(5)));
        };
    }

    /**
     * A store that went back is known by its lower numbers alone. So until every replica has seen it, it must not come to
     * where a watch had been; a backup is older than what is written in these seconds.
     */
    private boolean mayWrite() {
        return raisedFor == store.era()
                || replicas.stream()
                        .flatMap(replica -> replica.watches().values().stream())
                        .allMatch(watch -> watch.ofNow() || store.revision() + 2 < watch.consumed());
    }

    /** To before what somebody has seen, and when the one before has been dealt with. */
    private void restore() {
        long backup = Math.max(10, store.revision() - 1 - random.nextInt(20));
        boolean noticeable = replicas.stream()
                .flatMap(replica -> replica.watches().values().stream())
                .anyMatch(watch -> watch.consumed() > backup);
        if (raisedFor == store.era() && noticeable) {
            store.restore(backup);
            replicas.forEach(replica -> replica.watches().values().forEach(NumberedWatch::broken));
            tally.restored++;
        }
    }

    /** When all replicas have seen for a while that the source went back: longer than they gather changes. */
    private void raise() {
        if (raisedFor < store.era() && replicas.stream().allMatch(NumberedReplica::ofNow)) {
            replicas.forEach(NumberedReplica::flush);
            decision = decision.raised(Cause.NONE);
            raisedFor = store.era();
            replayed.raised(decision.generation(), store.era());
        }
    }

    /** Nothing happens any more: all that was missed is found, and whoever is followed has the newest. */
    private void quiet() throws UndecodableException {
        replicas.forEach(NumberedReplica::catchUp);
        assertThat(replicas).as("all replicas have seen everything").allMatch(NumberedReplica::newest);
        raise();
        assertThat(raisedFor).as("the epoch has risen").isEqualTo(store.era());
        replicas.forEach(replica -> replica.decide(decision));
        for (int plane = 0; plane < REPLICAS; plane++) {
            NumberedDataPlane dataPlane = dataPlanes.get(plane);
            Version before = dataPlane.version();
            offer(plane);
            assertThat(dataPlane.version().digest())
                    .as("data plane %d, which had %s %s, has the newest", plane, before, before.freshness())
                    .isEqualTo(replayed.newest());
        }
    }

    private void offer(int plane) throws UndecodableException {
        NumberedReplica replica = replicas.get(follows[plane]);
        Optional<Snapshot> offered = replica.snapshot();
        if (offered.isPresent()) {
            Version.Standing standing = dataPlanes.get(plane).take(offered.get(), replica.eras());
            switch (standing) {
                case APPLIES -> tally.applied++;
                case OLDER -> tally.older++;
                case SAME -> tally.same++;
            }
        }
    }

    @Override
    public String toString() {
        return "step " + steps + ", era " + store.era() + ", revision " + store.revision() + ", " + decision;
    }
}
