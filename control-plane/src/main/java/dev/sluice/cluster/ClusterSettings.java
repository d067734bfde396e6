package dev.sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;

/**
 * Whether and how this node is a member of a cluster.
 *
 * @param enabled without it the actor system is local and opens no port
 * @param host under which other members reach this one
 * @param port of Artery; 0 chooses a free one
 * @param seedNodes as {@code akka://sluice@host:port}; empty: this node begins a cluster by itself
 */
public record ClusterSettings(boolean enabled, String host, int port, List<String> seedNodes) {
    /** Name of the actor system, the same for all members. */
    public static final String SYSTEM = "sluice";

    public ClusterSettings {
        seedNodes = List.copyOf(seedNodes);
    }

    /** The configuration of an actor system: this membership over {@code rest}. */
    public Config over(Config rest) {
        Map<String, Object> values = enabled
                ? Map.of(
                        "akka.actor.provider", "cluster",
                        "akka.actor.allow-java-serialization", "off",
                        "akka.remote.artery.canonical.hostname", host,
                        "akka.remote.artery.canonical.port", port,
                        "akka.cluster.seed-nodes", seedNodes,
                        "akka.cluster.downing-provider-class", "akka.cluster.sbr.SplitBrainResolverProvider",
                        "akka.cluster.jmx.multi-mbeans-in-same-jvm", "on")
                : Map.of("akka.actor.provider", "local");
        return ConfigFactory.parseMap(values, "cluster settings").withFallback(rest);
    }
}
