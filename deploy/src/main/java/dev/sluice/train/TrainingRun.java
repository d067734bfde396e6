package dev.sluice.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Starts one plane, asks it what it will be asked at a start, and returns while it still runs. */
public final class TrainingRun {
    private static final int VISITS = 200;
    private static final int FEW = 4; // connections
    /** So many of each that the JIT compilers take what serves them seriously, and its profile gets into the cache. */
    private static final int CONNECTIONS = 2_000;

    private static final int HANDSHAKES = 300;
    private static final int REQUESTS = 20_000;
    private static final int SECURE_REQUESTS = REQUESTS / 4;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long PAUSE_NANOS = 20_000_000;

    /** Runs a command of {@code sluice}; returns when it has ended. */
    @FunctionalInterface
    public interface Plane {
        /** @param out where it prints to */
        void run(List<String> arguments, PrintWriter out);
    }

    private TrainingRun() {}

    /**
     * @param folder empty, for what the plane is configured by
     * @throws IOException if it does not start, or answers anything but 200
     */
    public static void of(Trainee trainee, Path folder, Plane plane) throws IOException, GeneralSecurityException {
        try (TrainingBackend backend = new TrainingBackend()) {
            List<String> arguments = trainee.prepare(folder, backend.port());
            Output output = new Output();
            Thread.ofPlatform().daemon().name("training").start(() -> {
                try {
                    plane.run(arguments, output.writer());
                } finally {
                    output.ended();
                }
            });
            visit(trainee, output);
        }
    }

    private static void visit(Trainee trainee, Output output) throws IOException, GeneralSecurityException {
        if (trainee.servesTraffic()) {
            Map<String, Integer> ports = output.ports("admin");
            untilReady(port(ports, "admin"));
            int http = port(ports, "http");
            Visits.plain(http, TrainingState.HOST, "/", CONNECTIONS, 1);
            Visits.plain(http, TrainingState.HOST, "/", FEW, REQUESTS / FEW);
            if (trainee == Trainee.DATA_PLANE) {
                int https = port(ports, "https");
                Visits.secure(https, TrainingState.HOST, HANDSHAKES, 1);
                Visits.secure(https, TrainingState.HOST, FEW, SECURE_REQUESTS / FEW);
            }
        } else {
            int api = port(output.ports("discovery"), "status API");
            Visits.plain(api, "127.0.0.1", "/api/v1/version", FEW, VISITS / FEW);
        }
    }

    private static int port(Map<String, Integer> ports, String what) throws IOException {
        Integer port = ports.get(what);
        if (port == null) {
            throw new IOException("the plane does not listen for " + what);
        }
        return port;
    }

    /** What it is configured by is read while it starts. */
    private static void untilReady(int admin) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Visits.answers(admin, "/readyz")) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("not ready after " + LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
