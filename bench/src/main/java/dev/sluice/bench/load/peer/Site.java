package dev.sluice.bench.load.peer;

import dev.sluice.bench.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Backend and control plane of one run, and the proxies in front, which it starts and ends. */
public final class Site implements AutoCloseable {
    /** All proxies, in the order of the report. */
    public static final List<String> PEERS =
            List.of("nginx", "haproxy", "sluice-io_uring", "sluice-epoll", "sluice-akka-http");

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration SETTLE = Duration.ofMinutes(1);
    private static final double QUIET = 0.1; // of one processor, for all and this one

    private final Path work;
    private final Routes routes;
    private final Server backend;
    private final Certificate certificate;
    private final Sluice sluice;
    private final List<Server> started = new ArrayList<>();

    /** @param home the checkout, packaged */
    public Site(Path home, Routes routes) throws IOException, InterruptedException {
        this.work = Files.createTempDirectory("sluice-bench");
        Files.setPosixFilePermissions(
                work, PosixFilePermissions.fromString("rwx--x--x")); // for nginx's unprivileged workers
        this.routes = routes;
        this.certificate = Certificate.make(work);
        this.backend = Backend.start(work);
        started.add(backend);
        this.sluice =
                new Sluice(work, home, routes, certificate, backend.ports().http());
    }

    public Routes.Route asked() {
        return routes.asked();
    }

    public Server backend() {
        return backend;
    }

    /**
     * Starts a proxy, which {@link #end} or {@link #close} ends.
     *
     * @param peer one of {@link #PEERS}
     */
    public Server start(String peer) throws IOException, InterruptedException {
        Server server = switch (peer) {
            case "nginx" ->
                Nginx.start(work, routes, certificate, backend.ports().http());
            case "haproxy" ->
                HaProxy.start(work, routes, certificate, backend.ports().http());
            case "sluice-io_uring" -> plane(peer, "--transport", "io_uring");
            case "sluice-epoll" -> plane(peer, "--transport", "epoll");
            case "sluice-akka-http" -> plane(peer, "--engine", "akka-http");
            default -> throw new IllegalArgumentException("unknown peer " + peer + ": expected " + PEERS);
        };
        started.add(server);
        return server.awaitServing(routes.asked());
    }

    private Server plane(String name, String... engine) throws IOException, InterruptedException {
        if (!sluice.controlled()) {
            started.add(sluice.controlPlane());
        }
        return sluice.dataPlane(name, List.of(engine));
    }

    /**
     * Waits until what was started, and this process, is quiet: a JVM serves before it is ready, connections of the one before are
     * closed, and compilers go on behind it. Who is measured next would pay for that.
     *
     * @throws IOException if it is not within a minute
     */
    public void settle() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        double before = usedSeconds();
        while (true) {
            backend.idle(LOOK);
            double now = usedSeconds();
            if (now - before < QUIET * LOOK.toNanos() / 1e9) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "still %.2f s of a processor used within %s, after %s".formatted(now - before, LOOK, SETTLE));
            }
            before = now;
        }
    }

    private static double usedSeconds() {
        return Proc.cpu(ProcessHandle.current()).seconds();
    }

    /** Ends one proxy. */
    public void end(Server server) {
        server.close();
        started.remove(server);
    }

    @Override
    public void close() {
        started.reversed().forEach(Server::close);
    }
}
