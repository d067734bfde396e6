package dev.sluice.bench.load.peer;

import dev.sluice.bench.Child;
import dev.sluice.bench.Proc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that listens on loopback ports. */
public record Server(String name, Process process, Ports ports) implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    /** Starts a program, its output in {@code log}, and waits until it accepts connections. */
    static Server start(String name, Ports ports, Path log, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Server server = new Server(name, Child.start(builder), ports);
        server.awaitAccepting(log);
        return server;
    }

    private void awaitAccepting(Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!accepts()) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new IOException(name + " ended with " + process.exitValue() + "; see " + log);
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new IOException(name + " did not listen on " + ports + " within " + START + "; see " + log);
            }
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.http())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** Waits until the route is served, not only the port open: a data plane may listen before it has its table. */
    Server awaitServing(Routes.Route route) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!serves(route)) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                close();
                throw new IOException(name + " did not answer 200 to " + route + " within " + START);
            }
        }
        return this;
    }

    private boolean serves(Routes.Route route) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.http())) {
            socket.setSoTimeout(5000);
            String request =
                    "GET " + route.small() + " HTTP/1.1\r\nHost: " + route.host() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(status, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** CPU that this process and its children have used. */
    public Proc.Cpu cpu() {
        return Proc.cpu(process.toHandle());
    }

    public double peakMiB() {
        return Proc.peakMiB(process.toHandle());
    }

    public double residentMiB() {
        return Proc.residentMiB(process.toHandle());
    }

    /** Lets time pass, in which the server must not end. */
    public void idle(Duration time) throws IOException, InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(name + " ended with " + process.exitValue());
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
