package dev.sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sluice.cluster.ClusterSettings.Finding;
import dev.sluice.cluster.ClusterSettings.Leases;
import dev.sluice.cluster.ClusterSettings.Security;
import dev.sluice.cluster.ClusterSettings.Sharing;
import dev.sluice.cluster.MembersView.MemberView;
import dev.sluice.publish.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** One replica's part in a cluster, on a loopback address of its own, with the settings that are shipped. */
public final class Replica implements AutoCloseable {
    public static final Duration LIMIT = Duration.ofSeconds(40);
    public static final Leases LEASES =
            new Leases("sluice", Duration.ofSeconds(7), Duration.ofSeconds(2), Duration.ofSeconds(2));

    /** Over what is shipped, for tests of what replicas tell each other, not of when they find out about each other. */
    public static final Config QUICK = ConfigFactory.parseString("""
            akka.cluster {
              gossip-interval = 100ms
              leader-actions-interval = 100ms
              periodic-tasks-initial-delay = 100ms
              distributed-data.gossip-interval = 200ms
            }
            """);

    public static final Sharing SHARING = new Sharing(
            Duration.ofMillis(50), Duration.ofSeconds(2), 768 * 1024, 4096, 8 << 20, Duration.ofSeconds(10));

    public final Leadership leadership = new Leadership();
    public final BlockingQueue<Boolean> turns = new LinkedBlockingQueue<>();
    public final ClusterPart part;

    public Replica(ClusterSettings settings, Platform platform, Config above) {
        this(settings, platform, above, leadership -> List.of());
    }

    /** @param actors run in every life of the cluster's actor system */
    public Replica(
            ClusterSettings settings,
            Platform platform,
            Config above,
            Function<Leadership, List<ClusterActor>> actors) {
        leadership.listen(turns::add);
        part = ClusterPart.start(new ClusterParts(
                settings, above.withFallback(shipped()), platform, actors.apply(leadership), leadership));
    }

    /** With a list of seed nodes, on a free port. */
    static Replica listed(String host, String... seeds) {
        return new Replica(settings(host, new Security.PlainText()), new Listed(List.of(seeds)), ConfigFactory.empty());
    }

    public static ClusterSettings settings(String host, Security security) {
        return ArteryPort.free(new ClusterSettings(
                true,
                host,
                0,
                new Finding.Founding(),
                security,
                LEASES,
                SHARING,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5)),
                Duration.ofSeconds(8)));
    }

    static Config shipped() {
        Config all = ConfigFactory.load();
        String path = "sluice.control-plane.";
        return all.getConfig(path + "cluster.akka")
                .atPath("akka")
                .withFallback(all.getConfig(path + "akka").atPath("akka"))
                .withFallback(all);
    }

    public String address() {
        return part.members().self();
    }

    public void awaitUp(int members) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> part.members().members().size() == members
                        && part.members().members().stream().allMatch(Replica::up));
    }

    public void awaitLeading(boolean leading) {
        Awaitility.await().atMost(LIMIT).until(() -> leadership.leading() == leading);
    }

    private static boolean up(MemberView member) {
        return member.status().equals("Up") && member.reachable();
    }

    @Override
    public void close() {
        part.close();
    }
}
