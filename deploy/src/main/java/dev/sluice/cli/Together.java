package dev.sluice.cli;

import dev.sluice.controlplane.ControlPlane;
import dev.sluice.dataplane.DataPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Both planes in one JVM: they still speak over a real socket. Bound to loopback and reading no other run's state unless told. */
final class Together {
    private static final String LOOPBACK = "127.0.0.1";

    private Together() {}

    /** What runs. */
    record Planes(ControlPlane controlPlane, DataPlane dataPlane) {}

    static Planes start(Runner runner, Flags flags, DataPlaneFlags ports, Source source) {
        ControlPlane controlPlane = runner.controlPlane(flags.config(), source);
        flags.set("--control-plane", DataPlaneFlags.CONTROL_PLANES, LOOPBACK + ":" + controlPlane.discoveryPort());
        if (ports.bind == null) {
            flags.set("--bind", DataPlaneFlags.BIND, LOOPBACK);
        }
        flags.set("--admin-bind", DataPlaneFlags.ADMIN_BIND, LOOPBACK);
        if (ports.stateDir == null) {
            flags.set("--state-dir", DataPlaneFlags.STATE_DIR, temporary(runner).toString());
        }
        return new Planes(controlPlane, runner.dataPlane(flags.config()));
    }

    private static Path temporary(Runner runner) {
        try {
            Path directory = Files.createTempDirectory("sluice-state");
            runner.closeAtEnd(() -> delete(directory));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for the last good state: " + e.getMessage(), e);
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
