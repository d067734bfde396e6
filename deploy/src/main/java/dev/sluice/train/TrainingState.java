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
        EncodedTable table = table(backendPort);
        new StateFolder(folder, MAX_BYTES, StateKeys.NONE)
                .write(new StateImage(new StateOwner("", FleetName.DEFAULT), Instant.now(), version(1, table), table));
    }

    /** @param generation of the control plane that gives it */
    static Version version(long generation, EncodedTable table) {
        return new Version(new Epoch("training", generation), 0, Freshness.NONE, table.digest());
    }

    static EncodedTable table(int backendPort) {
        return with(EncodedTable.EMPTY, Stream.concat(ExampleTable.listeners(), host(HOST, backendPort)));
    }

    /** With one host more. */
    static EncodedTable changed(EncodedTable table, int backendPort) {
        return with(table, host("changed." + HOST, backendPort));
    }

    private static EncodedTable with(EncodedTable table, Stream<Resource> resources) {
        return table.apply(resources.map(WireCodec::encode).toList(), List.of());
    }

    private static Stream<Resource> host(String host, int backendPort) {
        return ExampleTable.host(host, List.of(ExampleTable.HTTP, ExampleTable.HTTPS), backendPort, Optional.empty());
    }
}
