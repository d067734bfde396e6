package dev.sluice.bench.load;

import dev.sluice.bench.load.client.Handshakes;
import dev.sluice.bench.load.client.IdleConnections;
import dev.sluice.bench.load.client.Loops;
import dev.sluice.bench.load.client.Target;
import dev.sluice.bench.load.peer.Server;
import dev.sluice.bench.load.peer.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Memory of idle TLS connections. Of a proxy started for it: one that has served other loads holds memory that new connections
 * take without asking for more.
 */
record IdleMemory(Loops loops, Site site, int connections) {
    private static final int WARM_UP_SECONDS = 3;
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Beyond what a JVM takes to shrink its heap when idle; below the idle timeout of all. */
    private static final int LOOKS = 15;

    Sample measure(String peer, int round) throws IOException, InterruptedException {
        Server server = site.start(peer);
        try {
            return new Sample("idle", connections + " connections", peer, round, measure(server));
        } finally {
            site.end(server);
        }
    }

    private Map<Metric, Double> measure(Server server) throws IOException, InterruptedException {
        Target target = new Target(
                "https",
                server.ports().https(),
                site.asked().host(),
                site.asked().small());
        Handshakes.run(loops, target, 64, WARM_UP_SECONDS);
        double before = settled(server);
        try (IdleConnections idle = IdleConnections.open(loops, target, connections)) {
            double with = settled(server);
            Map<Metric, Double> values = new EnumMap<>(Metric.class);
            values.put(Metric.KIB_PER_CONNECTION, (with - before) * 1024 / connections);
            values.put(Metric.RESIDENT_BEFORE_MIB, before);
            values.put(Metric.RESIDENT_MIB, with);
            values.put(Metric.PEAK_MIB, server.peakMiB());
            values.put(Metric.FAILED, (double) (connections - idle.alive()));
            return values;
        }
    }

    private static double settled(Server server) throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            server.idle(LOOK);
        }
        return server.residentMiB();
    }
}
