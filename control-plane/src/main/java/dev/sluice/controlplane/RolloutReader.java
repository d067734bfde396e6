package dev.sluice.controlplane;

import dev.sluice.publish.Backoff;
import dev.sluice.rollout.ReleaseHistory;
import dev.sluice.rollout.decide.DeciderSettings;
import dev.sluice.rollout.decide.StagingSettings;
import dev.sluice.rollout.kubernetes.ConfigMapSettings;
import dev.sluice.settings.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads how releases are remembered, and decisions made and kept. */
final class RolloutReader {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final int PERCENT = 100;

    /** What Kubernetes tells every Pod. */
    private static final Path NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    private RolloutReader() {}

    static RolloutSettings read(Section section, Backoff retry) {
        return new RolloutSettings(
                new ReleaseHistory.Bounds(
                        section.integer("history-count", 1, 10_000), section.bytes("history-size", KIB, 1024 * MIB)),
                retry,
                section.duration("patience", TENTH, HOUR),
                new DeciderSettings(
                        section.duration("timeout", TENTH, MINUTE),
                        section.duration("refresh", TENTH, HOUR),
                        retry.least(),
                        section.duration("look", MILLI, MINUTE),
                        staging(section.section("staging"))),
                section.optional("directory").map(Path::of),
                kubernetes(section));
    }

    private static StagingSettings staging(Section section) {
        return new StagingSettings(
                section.duration("soak", MILLI, DAY),
                section.duration("acknowledge", TENTH, HOUR),
                section.duration("absent", TENTH, HOUR),
                section.integer("least-error-percent", 0, PERCENT),
                section.integer("error-factor", 1, 1000),
                section.integer("least-requests", 1, 1_000_000));
    }

    /** Empty outside a Pod: nobody's cluster is written to by surprise. */
    static String ofPod() {
        try {
            return Files.isReadable(NAMESPACE) ? Files.readString(NAMESPACE).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(NAMESPACE + ": expected the namespace of the Pod", e);
        }
    }

    private static ConfigMapSettings kubernetes(Section section) {
        long release = section.bytes("release-size", KIB, 64 * MIB);
        return new ConfigMapSettings(
                section.optional("namespace").orElseGet(RolloutReader::ofPod),
                section.text("name"),
                release,
                section.bytes("total-size", release, 512 * MIB));
    }
}
