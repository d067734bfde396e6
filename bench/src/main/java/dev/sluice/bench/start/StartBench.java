package dev.sluice.bench.start;

import dev.sluice.bench.Child;
import dev.sluice.bench.Machine;
import dev.sluice.bench.Proc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Starts data planes from an unpacked distribution with a state on disk and no control plane, in alternating rounds with and
 * without the cache that {@code ./sluice} makes, and writes {@code bench/results/start.csv} and {@code start.md}.
 *
 * <p>{@code bench/start [--rounds 7] [--routes 1000]}
 */
public final class StartBench {
    private static final long START_SECONDS = 60;
    private static final long TRAINING_SECONDS = 300;
    private static final int REQUESTS = 5_000;
    private static final long REST_SECONDS = 6; // from its requests to the look at its memory

    private final Path home;
    private final Path folder;
    private final int rounds;
    private final int routes;

    private StartBench(Path home, int rounds, int routes) {
        this.home = home;
        this.folder = home.resolve("bench/target/start");
        this.rounds = rounds;
        this.routes = routes;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = 7;
        int routes = 1000;
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
                case "--routes" -> routes = Integer.parseInt(arguments[i + 1]);
                default ->
                    throw new IllegalArgumentException(
                            "unknown option " + arguments[i] + ": expected --rounds or --routes");
            }
        }
        new StartBench(Path.of(arguments[0]), rounds, routes).run(Machine.describe("bench/start", arguments));
    }

    private void run(String machine) throws IOException, InterruptedException {
        unpack();
        List<Start> starts = new ArrayList<>();
        double training = train();
        try (Answering backend = new Answering()) {
            Disk.write(folder.resolve("state"), routes, backend.port());
            start(true, 0); // reads everything from the disk once
            start(false, 0);
            for (int round = 1; round <= rounds; round++) {
                starts.add(start(true, round));
                starts.add(start(false, round));
            }
        }
        Path results = Files.createDirectories(home.resolve("bench/results"));
        Files.writeString(results.resolve("start.csv"), csv(starts));
        String report = machine + "\n" + markdown(starts, training);
        Files.writeString(results.resolve("start.md"), report);
        System.out.print(report);
    }

    /** As the archive is, without copying the jars. */
    private void unpack() throws IOException {
        Files.createDirectories(folder);
        Files.copy(
                home.resolve("sluice"),
                folder.resolve("sluice"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.deleteIfExists(folder.resolve("lib"));
        Files.createSymbolicLink(folder.resolve("lib"), home.resolve("deploy/target/sluice/lib"));
    }

    /** In seconds: what a first start does in the background. */
    private double train() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = Child.start(process(true, "train", "data-plane").inheritIO());
        if (!process.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("the cache could not be made");
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private ProcessBuilder process(boolean cached, String... arguments) {
        List<String> command = new ArrayList<>(List.of(folder.resolve("sluice").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SLUICE_AOT", cached ? "auto" : "off");
        builder.environment().put("SLUICE_CACHE_DIR", folder.resolve("cache").toString());
        builder.environment().put("SLUICE__DATA_PLANE__DRAIN__GRACE", "0s");
        return builder;
    }

    private Start start(boolean cached, int round) throws IOException, InterruptedException {
        int port = freePort();
        Visitor visitor = new Visitor(port, Disk.host(routes / 2));
        ProcessBuilder builder = process(
                        cached,
                        "data-plane",
                        "--control-plane",
                        "127.0.0.1:9",
                        "--bind",
                        "127.0.0.1",
                        "--http-port",
                        Integer.toString(port),
                        "--https-port",
                        "0",
                        "--admin-port",
                        "0",
                        "--access-log",
                        "off",
                        "--state-dir",
                        folder.resolve("state").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("data-plane.log").toFile());
        long begun = System.nanoTime();
        Process process = Child.start(builder);
        try {
            visitor.untilAnswered(process, begun + TimeUnit.SECONDS.toNanos(START_SECONDS));
            double first = (System.nanoTime() - begun) / 1e6;
            double cpu = Proc.cpu(process.toHandle()).seconds() * 1000;
            visitor.ask(REQUESTS);
            process.waitFor(REST_SECONDS, TimeUnit.SECONDS);
            Start start = new Start(cached, round, first, cpu, Proc.residentMiB(process.toHandle()));
            System.out.println(start);
            return start;
        } finally {
            end(process);
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String csv(List<Start> starts) {
        return "start,round,first_request_ms,cpu_ms,resident_mib\n"
                + starts.stream()
                        .map(start -> String.format(
                                Locale.ROOT,
                                "%s,%d,%.1f,%.0f,%.1f%n",
                                start.name(),
                                start.round(),
                                start.firstMillis(),
                                start.cpuMillis(),
                                start.residentMiB()))
                        .collect(Collectors.joining());
    }

    private String markdown(List<Start> starts, double training) {
        return String.format(
                        Locale.ROOT,
                        "From the start of `./sluice data-plane` with %,d routes in its last good state and no control plane to"
                                + " its first proxied answer;%nmedians of %d alternating rounds. Asked: at most 1,000 ms. The"
                                + " training run took %.0f s.%n%n",
                        routes,
                        rounds,
                        training)
                + "| start | first answer ms (least - most) | CPU ms until then | resident MiB after 5,000 requests |\n"
                + "|---|--:|--:|--:|\n"
                + row(starts.stream().filter(Start::cached).toList())
                + row(starts.stream().filter(start -> !start.cached()).toList());
    }

    private static String row(List<Start> of) {
        double[] first = sorted(of, Start::firstMillis);
        return String.format(
                Locale.ROOT,
                "| %s | %.0f (%.0f - %.0f) | %.0f | %.0f |%n",
                of.get(0).name(),
                median(first),
                first[0],
                first[first.length - 1],
                median(sorted(of, Start::cpuMillis)),
                median(sorted(of, Start::residentMiB)));
    }

    private static double[] sorted(List<Start> of, ToDoubleFunction<Start> value) {
        double[] sorted = of.stream().mapToDouble(value).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
