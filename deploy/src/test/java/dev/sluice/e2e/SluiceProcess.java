package dev.sluice.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code ./sluice} as a process; what it prints can be awaited. */
final class SluiceProcess implements AutoCloseable {
    private static final List<String> TRAFFIC = List.of("--http-port", "--https-port", "--admin-port");
    private static final List<String> CONTROL = List.of("--api-port", "--discovery-port");
    private static final List<String> BOTH =
            Stream.concat(TRAFFIC.stream(), CONTROL.stream()).toList();
    private static final Map<String, List<String>> PORTS =
            Map.of("data-plane", TRAFFIC, "control-plane", CONTROL, "standalone", BOTH, "demo", BOTH);

    /** No load balancer looks at those of most tests while they start and end; where one does, the test says how long it may. */
    private static final Map<String, String> AT_ONCE = Map.of(
            "SLUICE__DATA_PLANE__WARM_UP", "0s",
            "SLUICE__DATA_PLANE__DRAIN__GRACE", "0s",
            "SLUICE__DATA_PLANE__DRAIN__SPREAD", "0s");

    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private SluiceProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "sluice-output");
        reader.setDaemon(true);
        reader.start();
    }

    static SluiceProcess start(String... arguments) throws IOException {
        return start(home(), arguments);
    }

    /** As {@link #start(String...)}; each port of the command that the arguments do not name is a free one. */
    static SluiceProcess onFreePorts(String... arguments) throws IOException {
        return start(withFreePorts(arguments).toArray(String[]::new));
    }

    /** The same with these variables, name and value in turn. */
    static SluiceProcess onFreePorts(String[] environment, String... arguments) throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        return start(home(), List.of(), variables, withFreePorts(arguments));
    }

    private static List<String> withFreePorts(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        for (String port : PORTS.getOrDefault(arguments[0], List.of())) {
            if (!all.contains(port)) {
                all.addAll(List.of(port, "0"));
            }
        }
        return all;
    }

    /** The one data plane of a fleet, {@code FLEET-1}, of a control plane on this host. */
    static SluiceProcess dataPlane(String fleet, SluiceProcess control, Path work)
            throws IOException, InterruptedException {
        return onFreePorts(
                "data-plane",
                "--control-plane",
                "127.0.0.1:" + control.discoveryPort(),
                "--node",
                fleet + "-1",
                "--fleet",
                fleet,
                "--bind",
                "127.0.0.1",
                "--state-dir",
                work.resolve(fleet).toString());
    }

    static SluiceProcess start(Path directory, String... arguments) throws IOException {
        return start(directory, List.of(), Map.of(), List.of(arguments));
    }

    /** On another host of the test. */
    static SluiceProcess start(Network.Host host, List<String> arguments) throws IOException {
        return start(home(), host.prefix(), Map.of(), arguments);
    }

    private static SluiceProcess start(
            Path directory, List<String> prefix, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(home().resolve("sluice").toString());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        if (PORTS.getOrDefault(arguments.getFirst(), List.of()).containsAll(TRAFFIC)) {
            builder.environment().putAll(AT_ONCE);
        }
        builder.environment().putAll(environment);
        String aot = StartCache.use(builder.environment(), arguments);
        builder.environment().putIfAbsent("SLUICE_AOT", aot);
        return new SluiceProcess(builder.start());
    }

    /** Another {@code sluice}, with variables of its own. */
    static SluiceProcess start(Path sluice, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(sluice.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new SluiceProcess(builder.start());
    }

    /** The root of the checkout. */
    static Path home() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("sluice")) ? here : here.resolve("..").normalize();
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    /** The first group (or all) of the first line that matches. */
    String await(String regex) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + START.toNanos();
        synchronized (lines) {
            int next = 0;
            while (true) {
                for (; next < lines.size(); next++) {
                    Matcher matcher = pattern.matcher(lines.get(next));
                    if (matcher.find()) {
                        return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("no line matches " + regex + " in:\n" + String.join("\n", lines));
                }
                lines.wait(left);
            }
        }
    }

    int httpPort() throws InterruptedException {
        return Integer.parseInt(await("^http +[^ ]*:(\\d+)"));
    }

    int httpsPort() throws InterruptedException {
        return Integer.parseInt(await("^https +[^ ]*:(\\d+)"));
    }

    int adminPort() throws InterruptedException {
        return Integer.parseInt(await("^admin +http://[^ ]*:(\\d+)"));
    }

    int apiPort() throws InterruptedException {
        return Integer.parseInt(await("^status API +http://[^ ]*:(\\d+)"));
    }

    int discoveryPort() throws InterruptedException {
        return Integer.parseInt(await("^discovery +[^ ]*:(\\d+)"));
    }

    /** Memory of the process that is in RAM. */
    long residentKiB() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    long pid() {
        return process.pid();
    }

    /** Everything printed so far. */
    String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Waits for the process to end by itself. */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running:\n" + output());
        }
        synchronized (lines) {
            while (!ended) {
                lines.wait(START.toMillis());
            }
        }
        return process.exitValue();
    }

    /** As Ctrl-C and Kubernetes do (SIGTERM), without waiting. */
    void terminate() {
        process.toHandle().destroy(); // Process.destroy would close the output before its last lines are read
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** SIGSTOP: as a machine that hangs, it neither answers nor ends. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end within 30 s of SIGTERM:\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
