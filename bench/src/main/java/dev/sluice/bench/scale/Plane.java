package dev.sluice.bench.scale;

import dev.sluice.bench.Child;
import dev.sluice.bench.Proc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./sluice} as a process, with the flags shipped. */
final class Plane implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final String name;
    private final Path log;
    private final Process process;

    private Plane(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    static Plane start(Path home, Path log, String... arguments) throws IOException {
        return start(home, log, Map.of(), arguments);
    }

    /** @param environment beside this process's own */
    static Plane start(Path home, Path log, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("sluice").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = Child.start(builder);
        return new Plane(arguments[0], log, process);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until something listens on the port. */
    void awaitListening(int port) throws InterruptedException {
        await(port, () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    /** Waits until {@code /readyz} answers 200. */
    void awaitReady(int port) throws InterruptedException {
        await(port, () -> {
            URI uri = URI.create("http://127.0.0.1:" + port + "/readyz");
            HttpURLConnection asked = (HttpURLConnection) uri.toURL().openConnection();
            asked.setReadTimeout(5000);
            int status = asked.getResponseCode();
            asked.disconnect();
            return status == 200;
        });
    }

    private interface Question {
        boolean ask() throws IOException;
    }

    private void await(int port, Question question) throws InterruptedException {
        long deadline = System.nanoTime() + START_NANOS;
        while (!answered(question)) {
            if (process.waitFor(2, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " is not ready on port " + port + "; its output is in " + log);
            }
        }
    }

    private static boolean answered(Question question) {
        try {
            return question.ask();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    double residentMiB() {
        return Proc.residentMiB(process.toHandle());
    }

    double peakMiB() {
        return Proc.peakMiB(process.toHandle());
    }

    double cpuSeconds() {
        return Proc.cpu(process.toHandle()).seconds();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new UncheckedIOException(new IOException(name + " did not end by itself; see " + log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
