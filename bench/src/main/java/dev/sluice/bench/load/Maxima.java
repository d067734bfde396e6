package dev.sluice.bench.load;

import dev.sluice.bench.load.client.Target;
import dev.sluice.bench.load.client.Wrk;
import dev.sluice.bench.load.peer.Routes;
import dev.sluice.bench.load.peer.Server;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How many requests nginx and HAProxy can take: as this run has measured, else by a short try. */
final class Maxima {
    private final Samples samples;
    private final Routes.Route route;
    private final List<Server> others;
    private final int seconds;
    private final Map<Integer, Double> slower = new HashMap<>();

    /**
     * @param servers of which nginx and HAProxy count; all, where neither is among them
     * @param seconds how long a try takes
     */
    Maxima(Samples samples, Routes.Route route, List<Server> servers, int seconds) {
        this.samples = samples;
        this.route = route;
        List<Server> known = servers.stream()
                .filter(server -> !server.name().startsWith("sluice"))
                .toList();
        this.others = known.isEmpty() ? servers : known;
        this.seconds = seconds;
    }

    /** Requests a second of the slower one; the same answer throughout a run. */
    double slower(int connections) throws IOException, InterruptedException {
        Double found = slower.get(connections);
        if (found == null) {
            found = Double.POSITIVE_INFINITY;
            for (Server server : others) {
                found = Math.min(found, maximum(server, connections));
            }
            slower.put(connections, found);
        }
        return found;
    }

    private double maximum(Server server, int connections) throws IOException, InterruptedException {
        OptionalDouble measured =
                samples.median("http1", connections + " connections", server.name(), Metric.REQUESTS_PER_SECOND);
        if (measured.isPresent()) {
            return measured.getAsDouble();
        }
        Target target = new Target("http", server.ports().http(), route.host(), route.small());
        return Wrk.run(target, connections, seconds).load().perSecond();
    }
}
