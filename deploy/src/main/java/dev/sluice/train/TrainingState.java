package dev.sluice.train;

import dev.sluice.dataplane.ExampleTable;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.Version;
import dev.sluice.resource.Resource;
import dev.sluice.sync.disk.StateFolder;
import dev.sluice.sync.disk.StateImage;
import dev.sluice.sync.disk.StateKeys;
import dev.sluice.sync.disk.StateOwner;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A last good state of one host, as a control plane would have sent it. */
final class TrainingState {
    static final String HOST = "training.test";

    private static final long MAX_BYTES = 1 << 20;

    private TrainingState() {}

    /** @param backendPort on loopback */
    static void write(Path folder, int backendPort) throws IOException {
        EncodedTable table = EncodedTable.EMPTY.apply(
                resources(backendPort).map(WireCodec::encode).toList(), List.of());
        Version version = new Version(new Epoch("training", 1), 0, Freshness.NONE, table.digest());
        new StateFolder(folder, MAX_BYTES, StateKeys.NONE)
                .write(new StateImage(new StateOwner("", FleetName.DEFAULT), Instant.now(), version, table));
    }

    private static Stream<Resource> resources(int backendPort) {
        return Stream.concat(
                ExampleTable.listeners(),
                ExampleTable.host(HOST, List.of(ExampleTable.HTTP, ExampleTable.HTTPS), backendPort, Optional.empty()));
    }
}
