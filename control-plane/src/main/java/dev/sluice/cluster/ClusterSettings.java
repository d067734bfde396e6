package dev.sluice.cluster;

import dev.sluice.publish.Backoff;
import java.time.Duration;
import java.util.List;

/**
 * Whether and how this replica is a member of a cluster.
 *
 * @param enabled without it there is no cluster system, and no port is opened
 * @param host under which other members reach this one
 * @param port of Artery; 0 chooses a free one
 * @param restart between two incarnations of the cluster system
 * @param leaveLimit how long leaving in order may take
 */
public record ClusterSettings(
        boolean enabled,
        String host,
        int port,
        Finding finding,
        Security security,
        Leases leases,
        Sharing sharing,
        Backoff restart,
        Duration leaveLimit) {
    /** Name of the actor system, the same for all members. */
    public static final String SYSTEM = "sluice";

    /** The same on another port. */
    public ClusterSettings withPort(int other) {
        return new ClusterSettings(enabled, host, other, finding, security, leases, sharing, restart, leaveLimit);
    }

    /** How the others are found. */
    public sealed interface Finding {
        /** Not at all: this replica founds a cluster of its own, and others may join it. */
        record Founding() implements Finding {}

        /**
         * They are listed. The first one founds the cluster when no other answers.
         *
         * @param nodes as {@code host:port}, the same list everywhere
         */
        record Seeds(List<String> nodes) implements Finding {
            public Seeds {
                nodes = List.copyOf(nodes);
            }
        }

        /**
         * They are the endpoints of a headless Service that publishes addresses which are not ready.
         *
         * @param required how many must be seen before a cluster is founded
         * @param managementPort on which replicas ask each other for their cluster
         */
        record Service(String namespace, String name, int required, int managementPort) implements Finding {}
    }

    /** What protects the connections between members. */
    public sealed interface Security {
        /** Nothing: only between addresses of one host, or in a network that the operator vouches for. */
        record PlainText() implements Security {}

        /**
         * Mutual TLS. All members have a name in common in their certificates.
         *
         * @param key PEM file, RSA, PKCS#1 or PKCS#8 without a password
         * @param certificate PEM file, issued by {@code ca} itself
         * @param ca PEM file
         * @param reload after how long the files are read again
         */
        record MutualTls(String key, String certificate, String ca, Duration reload) implements Security {}
    }

    /**
     * Of Leases in the API server.
     *
     * @param prefix of their names
     * @param ttl after which a Lease that nobody renews may be taken by another
     * @param renew how often the holder renews it, and others look at it
     * @param timeout of one operation
     */
    public record Leases(String prefix, Duration ttl, Duration renew, Duration timeout) {}

    /**
     * How replicas share what they say of themselves, what they remember, and what was decided.
     *
     * @param reportInterval between two reports of a replica, if there is something new to say
     * @param timeout of one exchange with the others; what does not reach one in time, gossip brings later
     * @param maxBytes of one report, and of one remembered specification; what is larger is not shared
     * @param memoryCount of all remembered specifications; what is more is not shared
     * @param memoryBytes of all of them, at most sixteen times {@code maxBytes}: they travel in sixteen parts
     * @param memoryPatience how long a replica that starts waits for what the others remember before it publishes
     */
    public record Sharing(
            Duration reportInterval,
            Duration timeout,
            int maxBytes,
            int memoryCount,
            long memoryBytes,
            Duration memoryPatience) {}
}
