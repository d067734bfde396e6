package dev.sluice.bench.load;

import dev.sluice.bench.Machine;
import dev.sluice.bench.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares Sluice with nginx and HAProxy on the same backend in the same run, alternating. Arguments: {@code --rounds N}
 * (default 5), {@code --seconds N} a round and proxy (5), {@code --connections N[,N]} (64), {@code --routes N} (1000),
 * {@code --peers a,b} (nginx, haproxy, sluice-io_uring, sluice-epoll, sluice-akka-http).
 */
public final class LoadBench {
    private static final List<String> ALL =
            List.of("nginx", "haproxy", "sluice-io_uring", "sluice-epoll", "sluice-akka-http");

    private final Path home;
    private int rounds = 5;
    private int seconds = 5;
    private List<Integer> connections = List.of(64);
    private Routes routes = new Routes(1000);
    private List<String> peers = ALL;

    private LoadBench(Path home) {
        this.home = home;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        LoadBench bench = new LoadBench(Path.of(arguments[0]));
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            bench.option(arguments[i], arguments[i + 1]);
        }
        bench.run(Path.of(arguments[0], "bench", "results"), arguments);
    }

    private void option(String name, String value) {
        switch (name) {
            case "--rounds" -> rounds = Integer.parseInt(value);
            case "--seconds" -> seconds = Integer.parseInt(value);
            case "--connections" ->
                connections =
                        Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
            case "--routes" -> routes = new Routes(Integer.parseInt(value));
            case "--peers" -> peers = List.of(value.split(","));
            default -> throw new IllegalArgumentException("unknown option " + name);
        }
    }

    private void run(Path results, String[] arguments) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("sluice-bench");
        List<Server> proxies = new ArrayList<>();
        try (Server backend = Peers.backend(work)) {
            Peers starter = new Peers(work, home, routes, backend.port());
            for (String peer : peers) {
                proxies.add(start(starter, peer));
            }
            Report report = new Report(measure(proxies));
            System.out.println(report.markdown());
            Files.createDirectories(results);
            Files.writeString(results.resolve("load.csv"), report.csv());
            Files.writeString(results.resolve("load.md"), Machine.describe("bench/run", arguments) + report.markdown());
        } finally {
            proxies.forEach(Server::close);
        }
    }

    private static Server start(Peers starter, String peer) throws IOException, InterruptedException {
        return switch (peer) {
            case "nginx" -> starter.nginx();
            case "haproxy" -> starter.haproxy();
            case "sluice-io_uring" -> starter.sluice(peer, List.of("--transport", "io_uring", "--access-log", "off"));
            case "sluice-epoll" -> starter.sluice(peer, List.of("--transport", "epoll", "--access-log", "off"));
            case "sluice-akka-http" -> starter.sluice(peer, List.of("--engine", "akka-http", "--access-log", "off"));
            default -> throw new IllegalArgumentException("unknown peer " + peer + ": expected " + ALL);
        };
    }

    private List<Sample> measure(List<Server> proxies) throws IOException, InterruptedException {
        for (Server proxy : proxies) {
            Wrk warm = Wrk.run(proxy.port(), routes.asked(), connections.get(0), 2 * seconds);
            if (warm.failed() > 0 || warm.requests() == 0) {
                throw new IOException(proxy.name() + " does not serve the route that is measured: " + warm);
            }
        }
        List<Sample> samples = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (int each : connections) {
                for (Server proxy : proxies) {
                    Proc.Cpu before = Proc.cpu(proxy.process().toHandle());
                    Wrk wrk = Wrk.run(proxy.port(), routes.asked(), each, seconds);
                    Proc.Cpu used = Proc.cpu(proxy.process().toHandle()).minus(before);
                    Sample sample = Sample.of(proxy, round, each, wrk, used);
                    System.out.println(sample);
                    samples.add(sample);
                }
            }
        }
        return samples;
    }
}
