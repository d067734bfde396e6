package dev.sluice.bench.load;

import dev.sluice.bench.Proc;
import dev.sluice.bench.load.client.Load;
import dev.sluice.bench.load.peer.Server;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** What a proxy spends on a load. */
final class Cost {
    private static final double MOST_FAILED = 0.01; // of all: a few time out on a machine that has other things to do

    private Cost() {}

    /** A generator at work. */
    interface Run<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Throughput and CPU of a closed loop. */
    static Map<Metric, Double> of(Server server, Run<Load> run) throws IOException, InterruptedException {
        Proc.Cpu before = server.cpu();
        Load load = run.run();
        return of(server, before, load);
    }

    /** Throughput and CPU since {@code before}. */
    static Map<Metric, Double> of(Server server, Proc.Cpu before, Load load) throws IOException {
        Proc.Cpu used = server.cpu().minus(before);
        long requests = Math.max(1, load.requests());
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.REQUESTS_PER_SECOND, load.perSecond());
        values.put(Metric.CPU_MICROS, used.seconds() * 1e6 / requests);
        values.put(Metric.USER_MICROS, used.user() * 1e6 / requests);
        values.put(Metric.SYSTEM_MICROS, used.system() * 1e6 / requests);
        values.put(Metric.PEAK_MIB, server.peakMiB());
        values.put(Metric.FAILED, (double) load.failed());
        return values;
    }

    /**
     * For what counts; while it warms up, an engine that is cold may answer nothing for a second.
     *
     * @throws IOException if the throughput is of something that was not served
     */
    static void requireServed(Server server, Map<Metric, Double> values, int seconds) throws IOException {
        Double perSecond = values.get(Metric.REQUESTS_PER_SECOND);
        if (perSecond == null) {
            return;
        }
        double failed = values.getOrDefault(Metric.FAILED, 0.0);
        if (perSecond == 0 || failed > perSecond * seconds * MOST_FAILED) {
            throw new IOException("%s does not serve what is measured: %.0f requests/s for %d s, and %.0f failed"
                    .formatted(server.name(), perSecond, seconds, failed));
        }
    }
}
