package dev.sluice.bench.load;

import dev.sluice.bench.load.client.Handshakes;
import dev.sluice.bench.load.client.Loops;
import dev.sluice.bench.load.client.Target;
import dev.sluice.bench.load.peer.Routes;
import dev.sluice.bench.load.peer.Server;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** TLS handshakes: a connection for each request. */
record NewConnections(Loops loops, Routes.Route route) implements Part {
    @Override
    public String name() {
        return "handshakes";
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting("32 at once", 32));
    }

    @Override
    public boolean suits(Server server) {
        return server.ports().https() != 0;
    }

    @Override
    public Map<Metric, Double> measure(Server server, Setting setting, int seconds)
            throws IOException, InterruptedException {
        Target target = new Target("https", server.ports().https(), route.host(), route.small());
        return Cost.of(server, () -> Handshakes.run(loops, target, setting.value(), seconds));
    }
}
