package dev.sluice.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.resource.RouteTable;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Replicas that miss different versions of the same objects, and exchange what they keep at random moments, come to the
 * same tables.
 */
class SharedMemoryLawsTest {
    private static final int REPLICAS = 3;

    /** One replica: what it has observed, translated last, and heard of the others. */
    private static final class Replica {
        private ClusterState state =
                Given.cluster(Given.ingressClass("sluice"), Given.ingressClass("edge"), Given.service("a/web", 80));
        private Translation last = Translation.NONE;
        private Memory heard = Memory.NOTHING;

        void observe(ObservedIngress ingress) {
            state = state.apply(Given.applied(ingress)).state();
        }

        void translate() {
            last = Translator.translate(
                    RandomCluster.SETTINGS, state, last.memory().merge(heard, state), last);
            state = state.settled();
        }
    }

    @Provide
    Arbitrary<List<ObservedIngress>> versions() {
        return RandomCluster.ingress().list().ofMinSize(1).ofMaxSize(25);
    }

    @Property(tries = 300)
    void allComeToTheSameTables(@ForAll("versions") List<ObservedIngress> versions, @ForAll long seed) {
        Random random = new Random(seed);
        List<Replica> replicas = new ArrayList<>();
        for (int i = 0; i < REPLICAS; i++) {
            replicas.add(new Replica());
        }
        List<ObservedIngress> numbered = numbered(versions);
        for (ObservedIngress version : numbered) {
            for (Replica replica : replicas) {
                if (random.nextInt(3) > 0) {
                    replica.observe(version);
                }
                if (random.nextInt(3) > 0) {
                    replica.translate();
                }
            }
            if (random.nextInt(4) == 0) {
                exchange(replicas);
            }
        }
        for (Replica replica : replicas) {
            numbered.stream().filter(version -> newest(version, numbered)).forEach(replica::observe);
            replica.translate();
        }
        for (int round = 0; round < 2; round++) {
            exchange(replicas);
            replicas.forEach(Replica::translate);
        }
        List<List<RouteTable>> tables = replicas.stream()
                .map(replica -> List.copyOf(replica.last.tables().values()))
                .toList();
        assertThat(tables).allMatch(tables.getFirst()::equals);
        assertThat(replicas.stream().map(replica -> replica.last.kept()).distinct())
                .hasSize(1);
    }

    @Property(tries = 100)
    void onlyWhatIsInForceForAnInvalidObjectIsKept(@ForAll("versions") List<ObservedIngress> versions) {
        Replica replica = new Replica();
        for (ObservedIngress version : numbered(versions)) {
            replica.observe(version);
            replica.translate();
            assertThat(replica.last.kept().valid().values()).allSatisfy(kept -> {
                ObservedIngress now = replica.state.ingress(kept.key()).orElseThrow();
                assertThat(now.valid()).isFalse();
                assertThat(now.meta().uid()).isEqualTo(kept.meta().uid());
                assertThat(kept.valid()).isTrue();
            });
        }
    }

    /** Later in the list is later in the life of the cluster. */
    private static List<ObservedIngress> numbered(List<ObservedIngress> versions) {
        List<ObservedIngress> numbered = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Meta meta = versions.get(i).meta();
            numbered.add(versions.get(i)
                    .withMeta(new Meta(
                            meta.uid(),
                            Integer.toString(100 + i),
                            i,
                            meta.createdAtEpochSecond(),
                            meta.annotations())));
        }
        return numbered;
    }

    private static boolean newest(ObservedIngress version, List<ObservedIngress> all) {
        return all.stream()
                        .filter(other -> other.key().equals(version.key()))
                        .toList()
                        .getLast()
                == version;
    }

    private static void exchange(List<Replica> replicas) {
        Memory all = Memory.NOTHING;
        for (Replica replica : replicas) {
            all = all.merge(replica.last.kept());
        }
        for (Replica replica : replicas) {
            replica.heard = all;
        }
    }
}
