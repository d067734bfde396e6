package dev.sluice.bench.load;

import dev.sluice.bench.load.client.H2load;
import dev.sluice.bench.load.client.Target;
import dev.sluice.bench.load.peer.Routes;
import dev.sluice.bench.load.peer.Server;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** HTTP/2 from clients, in clear text and within TLS. */
record Http2(Routes.Route route) implements Part {
    private static final int CONNECTIONS = 16;
    private static final Setting CLEAR = new Setting("clear text", 32);
    private static final Setting TLS = new Setting("TLS", 32);

    @Override
    public String name() {
        return "http2";
    }

    @Override
    public List<Setting> settings() {
        return List.of(CLEAR, TLS);
    }

    @Override
    public boolean suits(Server server) {
        return server.ports().https() != 0 && server.ports().h2c() != 0;
    }

    @Override
    public Map<Metric, Double> measure(Server server, Setting setting, int seconds)
            throws IOException, InterruptedException {
        Target target = setting.equals(TLS)
                ? new Target("https", server.ports().https(), route.host(), route.small())
                : new Target("http", server.ports().h2c(), route.host(), route.small());
        return Cost.of(server, () -> H2load.run(target, CONNECTIONS, setting.value(), seconds));
    }
}
