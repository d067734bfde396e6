package dev.sluice.bench.load;

import dev.sluice.bench.Proc;
import dev.sluice.bench.load.client.Target;
import dev.sluice.bench.load.client.Wrk;
import dev.sluice.bench.load.peer.Backend;
import dev.sluice.bench.load.peer.Routes;
import dev.sluice.bench.load.peer.Server;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** HTTP/1.1 on kept connections, asked by wrk. */
record KeptConnections(String name, List<Setting> settings, Routes.Route route, What what) implements Part {
    private static final int USUAL = 64;

    /** What is asked for. */
    enum What {
        SMALL,
        SMALL_WITHIN_TLS,
        SIZED
    }

    static Part http1(Routes.Route route, List<Integer> connections) {
        List<Setting> settings = connections.stream()
                .map(each -> new Setting(each + " connections", each))
                .toList();
        return new KeptConnections("http1", settings, route, What.SMALL);
    }

    static Part tls(Routes.Route route) {
        return new KeptConnections(
                "tls", List.of(new Setting(USUAL + " connections", USUAL)), route, What.SMALL_WITHIN_TLS);
    }

    static Part bodies(Routes.Route route) {
        List<Setting> settings = Arrays.stream(Backend.SIZES)
                .mapToObj(size -> new Setting(size / 1024 + " KiB", size))
                .toList();
        return new KeptConnections("bodies", settings, route, What.SIZED);
    }

    @Override
    public boolean suits(Server server) {
        return switch (what) {
            case SMALL -> true;
            case SIZED -> server.ports().h2c() != 0;
            case SMALL_WITHIN_TLS -> server.ports().https() != 0;
        };
    }

    @Override
    public Map<Metric, Double> measure(Server server, Setting setting, int seconds)
            throws IOException, InterruptedException {
        int connections = what == What.SIZED ? USUAL : setting.value();
        Proc.Cpu before = server.cpu();
        Wrk wrk = Wrk.run(target(server, setting), connections, seconds);
        Map<Metric, Double> values = Cost.of(server, before, wrk.load());
        values.put(Metric.P50_MICROS, wrk.p50Micros());
        values.put(Metric.P99_MICROS, wrk.p99Micros());
        if (what == What.SIZED) {
            values.put(Metric.MIB_PER_SECOND, wrk.load().perSecond() * setting.value() / (1 << 20));
        }
        return values;
    }

    private Target target(Server server, Setting setting) {
        return switch (what) {
            case SMALL -> new Target("http", server.ports().http(), route.host(), route.small());
            case SIZED -> new Target("http", server.ports().http(), route.host(), route.sized(setting.value()));
            case SMALL_WITHIN_TLS -> new Target("https", server.ports().https(), route.host(), route.small());
        };
    }
}
