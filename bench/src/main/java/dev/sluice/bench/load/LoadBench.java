package dev.sluice.bench.load;

import dev.sluice.bench.Machine;
import dev.sluice.bench.load.client.Loops;
import dev.sluice.bench.load.peer.Routes;
import dev.sluice.bench.load.peer.Server;
import dev.sluice.bench.load.peer.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Compares Sluice with nginx and HAProxy on the same backend in the same run, alternating. See {@link Options}. */
public final class LoadBench {
    /** Seed of the orders in which servers take turns: the same in each run. */
    private static final long ORDER = 1;

    private final Options options;
    private final Site site;
    private final Loops loops;
    private final Samples samples = new Samples();

    private LoadBench(Options options, Site site, Loops loops) {
        this.options = options;
        this.site = site;
        this.loops = loops;
    }

    /** @param arguments the checkout, then options */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[0]);
        Options options = Options.of(arguments);
        try (Loops loops = new Loops();
                Site site = new Site(home, options.routes())) {
            LoadBench bench = new LoadBench(options, site, loops);
            bench.run();
            bench.write(home.resolve("bench").resolve("results"), Machine.describe("bench/run", arguments));
        }
    }

    private void run() throws IOException, InterruptedException {
        if (!options.parts().equals(List.of("idle"))) {
            takeTurns();
        }
        if (options.parts().contains("idle")) {
            idle();
        }
    }

    private void takeTurns() throws IOException, InterruptedException {
        List<Server> servers = new ArrayList<>();
        for (String peer : options.peers()) {
            servers.add(site.start(peer));
        }
        site.settle();
        Maxima maxima = new Maxima(samples, site.asked(), List.copyOf(servers), options.seconds());
        for (Part part : parts(maxima)) {
            if (options.parts().contains(part.name())) {
                takeTurns(part, suited(part, servers));
            }
        }
        servers.forEach(site::end);
    }

    private List<Part> parts(Maxima maxima) {
        Routes.Route route = site.asked();
        return List.of(
                KeptConnections.http1(route, options.connections()),
                new FixedSchedule(loops, route, options.connections(), maxima),
                KeptConnections.bodies(route),
                KeptConnections.tls(route),
                new NewConnections(loops, route),
                new Http2(route),
                new Allocation(route));
    }

    private List<Server> suited(Part part, List<Server> servers) {
        List<Server> suited =
                new ArrayList<>(servers.stream().filter(part::suits).toList());
        if (part instanceof FixedSchedule) {
            suited.add(site.backend());
        }
        return suited;
    }

    private void takeTurns(Part part, List<Server> servers) throws IOException, InterruptedException {
        warmUp(part, servers);
        Random order = new Random(ORDER);
        for (int round = 1; round <= options.rounds(); round++) {
            Collections.shuffle(servers, order); // nobody is always behind the same one
            for (Setting setting : part.settings()) {
                for (Server server : servers) {
                    samples.add(sample(part, setting, server, round));
                }
            }
        }
    }

    private Sample sample(Part part, Setting setting, Server server, int round)
            throws IOException, InterruptedException {
        site.settle();
        Machine.Time before = Machine.time();
        Map<Metric, Double> values = new EnumMap<>(part.measure(server, setting, options.seconds()));
        Cost.requireServed(server, values, options.seconds());
        values.put(Metric.STOLEN_PERCENT, Machine.time().stolenPercentSince(before));
        return new Sample(part.name(), setting.name(), server.name(), round, values);
    }

    /**
     * Not counted: a JVM compiles what is new to it, and connections to the backend are opened. In runs of a second, because what
     * opens and closes connections, here and there, is compiled too: else it is in the rounds that count.
     */
    private void warmUp(Part part, List<Server> servers) throws IOException, InterruptedException {
        for (Server server : servers) {
            if (part instanceof FixedSchedule latency) {
                latency.open(server, options.opened());
            }
            boolean jvm = server.name().startsWith("sluice") || part instanceof FixedSchedule; // whose generator is one
            int seconds = jvm ? Part.warmUpSeconds(part.name()) : 1;
            for (Setting setting : part.settings()) {
                for (int second = 0; second < seconds; second++) {
                    part.measure(server, setting, 1);
                }
            }
        }
    }

    private void idle() throws IOException, InterruptedException {
        IdleMemory memory = new IdleMemory(loops, site, options.idle());
        for (int round = 1; round <= options.idleRounds(); round++) {
            for (String peer : options.peers()) {
                if (!peer.equals("sluice-akka-http")) { // compared in http1 alone
                    samples.add(memory.measure(peer, round));
                }
            }
        }
    }

    private void write(Path results, String machine) throws IOException {
        String report = new Report(samples).markdown();
        System.out.println(report);
        Files.createDirectories(results);
        Files.writeString(results.resolve("load.csv"), samples.csv());
        Files.writeString(results.resolve("load.md"), machine + report);
    }
}
