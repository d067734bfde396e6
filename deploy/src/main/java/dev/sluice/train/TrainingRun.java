package dev.sluice.train;

import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts one plane, with one of the other kind or what behaves as one, and has it do what planes do: a table, a change of it,
 * requests, questions of people. Returns while the plane still runs.
 */
public final class TrainingRun {
    private static final int FEW = 4; // connections
    /** So many of each that the JIT compilers take what serves them seriously, and its profile gets into the cache. */
    private static final int CONNECTIONS = 2_000;

    private static final int HANDSHAKES = 300;
    private static final int REQUESTS = 20_000;
    private static final int SECURE_REQUESTS = REQUESTS / 4;
    private static final int QUESTIONS = 5;
    private static final int EXPLANATIONS = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long PAUSE_NANOS = 20_000_000;
    private static final String OWN_NAME = "127.0.0.1";
    private static final String EXPLAIN = "/api/v1/explain?host=" + TrainingState.HOST + "&path=/";
    private static final String CHANGED = "changed";
    private static final String RECEIPT = "/api/v1/receipts?kind=Ingress&namespace=default&name=" + CHANGED;
    /** What the page and the command line ask for. */
    private static final List<String> PATHS = List.of(
            "/",
            "/api/v1/version",
            "/api/v1/status",
            "/api/v1/routes?limit=100",
            "/api/v1/services",
            "/api/v1/endpoints",
            "/api/v1/certificates",
            "/api/v1/problems",
            "/api/v1/dataplanes",
            "/api/v1/members",
            "/api/v1/propagation",
            "/api/v1/history",
            RECEIPT,
            "/metrics");

    private final Configuration configuration;
    private final Plane plane;
    private final Launcher launcher;

    /** Runs a command of {@code sluice}; returns when it has ended. */
    @FunctionalInterface
    public interface Plane {
        /** @param out where it prints to */
        void run(List<String> arguments, PrintWriter out);
    }

    /** Starts a command of {@code sluice} as a process that ends when its standard input does, so at the latest with this one. */
    @FunctionalInterface
    public interface Launcher {
        /** @throws IOException if it cannot be started */
        Process start(List<String> arguments) throws IOException;
    }

    private TrainingRun(Configuration configuration, Plane plane, Launcher launcher) {
        this.configuration = configuration;
        this.plane = plane;
        this.launcher = launcher;
    }

    /**
     * @param folder empty, for what the planes are configured by
     * @param launcher of the data plane that a control plane in training serves
     * @throws IOException if one does not start, or answers anything but 200
     */
    public static void of(Trainee trainee, Path folder, Plane plane, Launcher launcher)
            throws IOException, GeneralSecurityException {
        try (TrainingBackend backend = new TrainingBackend()) {
            Configuration configuration = new Configuration(folder, backend.port());
            TrainingRun run = new TrainingRun(configuration, plane, launcher);
            switch (trainee) {
                case DATA_PLANE -> run.dataPlane(backend.port());
                case CONTROL_PLANE -> run.controlPlane();
                case STANDALONE -> run.standalone();
            }
        }
    }

    private void dataPlane(int backendPort) throws IOException, GeneralSecurityException {
        try (TrainingControlPlane controlPlane = new TrainingControlPlane(backendPort, EXPLANATIONS)) {
            Map<String, Integer> ports = start(configuration.dataPlane(controlPlane.port()), "admin");
            plain(ports);
            int https = port(ports, "https");
            Visits.secure(https, TrainingState.HOST, HANDSHAKES, 1);
            Visits.secure(https, TrainingState.HOST, FEW, SECURE_REQUESTS / FEW);
            await("what the data plane is asked", controlPlane.answered());
        }
    }

    private void controlPlane() throws IOException {
        Map<String, Integer> ports = start(configuration.controlPlane(), "discovery");
        List<String> other = configuration.dataPlane(port(ports, "discovery"));
        try (TrainingDataPlane dataPlane = new TrainingDataPlane(launcher, other)) {
            until(port(dataPlane.ports(), "admin"), "/readyz");
            ask(ports);
        }
    }

    private void standalone() throws IOException {
        Map<String, Integer> ports = start(configuration.standalone(), "admin");
        plain(ports);
        ask(ports);
    }

    /** In this process. */
    private Map<String, Integer> start(List<String> arguments, String last) throws IOException {
        PipedReader printed = new PipedReader(1 << 16);
        PipedWriter end = new PipedWriter(printed);
        Thread.ofPlatform().daemon().name("training").start(() -> {
            try (PrintWriter out = new PrintWriter(end, true)) {
                plane.run(arguments, out);
            }
        });
        Output output = new Output(printed);
        Map<String, Integer> ports = output.ports(last);
        output.drop();
        return ports;
    }

    private static void plain(Map<String, Integer> ports) throws IOException {
        until(port(ports, "admin"), "/readyz");
        int http = port(ports, "http");
        Visits.plain(http, TrainingState.HOST, "/", CONNECTIONS, 1);
        Visits.plain(http, TrainingState.HOST, "/", FEW, REQUESTS / FEW);
    }

    /** What people ask the control plane, and what it asks the data plane for that; and a change, until it is live. */
    private void ask(Map<String, Integer> ports) throws IOException {
        int api = port(ports, "status API");
        until(api, EXPLAIN);
        configuration.ingress(CHANGED, CHANGED + "." + TrainingState.HOST);
        until(api, RECEIPT);
        Visits.plain(api, OWN_NAME, RECEIPT + "&wait=30s", 1, 1);
        for (String path : PATHS) {
            Visits.plain(api, OWN_NAME, path, 1, QUESTIONS);
        }
        Visits.together(api, OWN_NAME, EXPLAIN, FEW, EXPLANATIONS / FEW);
    }

    private static int port(Map<String, Integer> ports, String what) throws IOException {
        Integer port = ports.get(what);
        if (port == null) {
            throw new IOException("the plane does not listen for " + what);
        }
        return port;
    }

    /**
     * @param what is to be over, for people
     * @throws IOException if it fails, or is not over within the time that anything in a run may take
     */
    static void await(String what, Future<?> over) throws IOException {
        try {
            over.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(what + " is not over after " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What a plane is configured by is read while it starts. */
    private static void until(int port, String path) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Visits.answers(port, path)) {
            if (System.nanoTime() - end > 0) {
                throw new IOException(path + " is not answered with 200 after " + LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
