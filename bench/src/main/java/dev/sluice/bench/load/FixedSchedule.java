package dev.sluice.bench.load;

import dev.sluice.bench.Proc;
import dev.sluice.bench.load.client.Loops;
import dev.sluice.bench.load.client.OpenLoop;
import dev.sluice.bench.load.client.Opened;
import dev.sluice.bench.load.client.Target;
import dev.sluice.bench.load.peer.Routes;
import dev.sluice.bench.load.peer.Server;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Latency at half of what the slower of the others can take. */
record FixedSchedule(Loops loops, Routes.Route route, List<Integer> connections, Maxima maxima) implements Part {
    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Setting> settings() {
        return connections.stream()
                .map(each -> new Setting(each + " connections", each))
                .toList();
    }

    @Override
    public boolean suits(Server server) {
        return server.ports().h2c() != 0 || server.name().equals("backend");
    }

    @Override
    public Map<Metric, Double> measure(Server server, Setting setting, int seconds)
            throws IOException, InterruptedException {
        double rate = maxima.slower(setting.value()) / 2;
        Target target = target(server);
        Proc.Cpu before = server.cpu();
        OpenLoop.Latency latency = OpenLoop.run(loops, target, setting.value(), rate, seconds);
        double used = server.cpu().minus(before).seconds();
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.ASKED_PER_SECOND, rate);
        values.put(Metric.P50_MICROS, latency.p50Micros());
        values.put(Metric.P99_MICROS, latency.p99Micros());
        values.put(Metric.P999_MICROS, latency.p999Micros());
        values.put(Metric.CPU_MICROS, used * 1e6 / Math.max(1, latency.load().requests()));
        values.put(Metric.FAILED, (double) latency.load().failed());
        return values;
    }

    /** Opens connections to it, one after the other, with a request each, as a proxy that has served for a while has had them. */
    void open(Server server, int count) throws IOException {
        Opened.open(target(server), count);
    }

    private Target target(Server server) {
        return new Target("http", server.ports().http(), route.host(), route.small());
    }
}
