package dev.sluice.sync;

import dev.sluice.key.Version;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What is counted about keeping at the newest state. */
final class SyncMeters {
    private final MeterRegistry registry;
    private final Timer apply;
    private final DistributionSummary bytes;
    private final MultiGauge version;
    private final MultiGauge replicas;

    /** @param ageSeconds of what is served: since a control plane last confirmed it; NaN if nothing is served */
    SyncMeters(MeterRegistry registry, Supplier<SyncStatus> status, Supplier<Number> ageSeconds) {
        this.registry = registry;
        this.apply = Timer.builder("sluice.sync.apply")
                .description("Time from the last part of an update to the state being served")
                .publishPercentileHistogram()
                .register(registry);
        this.bytes = DistributionSummary.builder("sluice.sync.update.size")
                .description("Size of updates, all parts together")
                .baseUnit("bytes")
                .register(registry);
        this.version = MultiGauge.builder("sluice.config.info")
                .description("Always 1; the labels say which version is served")
                .register(registry);
        this.replicas = MultiGauge.builder("sluice.sync.replicas")
                .description("Replicas of the control plane that could be followed; 1 for the one that is")
                .register(registry);
        gauge(
                "sluice.sync.connected",
                "1 while a control plane is followed",
                () -> status.get().connectedTo().isPresent() ? 1 : 0);
        gauge(
                "sluice.config.resources",
                "Resources that are held",
                () -> status.get().table().size());
        gauge(
                "sluice.config.refused",
                "Resources that are not in force as they were sent",
                () -> status.get().compiled().refused().size());
        gauge(
                "sluice.config.hosts.waiting",
                "TLS hosts that refuse handshakes because the last good state does not give their private keys away",
                () -> status.get().compiled().waiting().hosts().size());
        gauge("sluice.config.age.seconds", "Since a control plane last confirmed what is served", ageSeconds);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /** @param outcome {@code applied}, {@code same} or {@code older} */
    void acked(String outcome) {
        Counter.builder("sluice.sync.updates")
                .description("Updates that were acknowledged")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    void nacked(String cause) {
        Counter.builder("sluice.sync.nacks")
                .description("Updates that could not be used")
                .tag("cause", cause)
                .register(registry)
                .increment();
    }

    void took(Duration time, long updateBytes) {
        apply.record(time);
        bytes.record(updateBytes);
    }

    void reconnected() {
        Counter.builder("sluice.sync.tries")
                .description("Tries to follow a control plane")
                .register(registry)
                .increment();
    }

    /** @param outcome {@code moved}, or why not: {@code unknown}, {@code needless}, {@code too-soon}, {@code late}, ... */
    void moved(String outcome) {
        Counter.builder("sluice.sync.moves")
                .description("What became of being asked to follow another replica")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    void replicas(List<Candidate> candidates, Optional<Candidate> followed) {
        replicas.register(
                candidates.stream()
                        .map(candidate -> MultiGauge.Row.of(
                                Tags.of(
                                        "address",
                                        candidate.toString(),
                                        "origin",
                                        candidate.origin().name().toLowerCase(Locale.ROOT)),
                                followed.filter(one -> one.where().equals(candidate.where()))
                                                .isPresent()
                                        ? 1
                                        : 0))
                        .toList(),
                true);
    }

    void tlsExpires(Supplier<Instant> at, InstantSource clock) {
        gauge(
                "sluice.sync.tls.expires.seconds",
                "Until the certificate shown to control planes, or one of its chain, ends; negative after that",
                () -> Duration.between(clock.instant(), at.get()).toSeconds());
    }

    /** @param outcome {@code renewed} or {@code broken} */
    void tlsReloaded(String outcome) {
        Counter.builder("sluice.sync.tls.reloads")
                .description("Changes of the files with certificate, key and authorities")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    void serving(Version served) {
        version.register(
                List.of(MultiGauge.Row.of(
                        Tags.of(
                                "version",
                                served.toString(),
                                "source",
                                served.epoch().source()),
                        1)),
                true);
    }

    void stateWritten() {
        stateWrites("written");
    }

    void stateNotWritten() {
        stateWrites("failed");
    }

    void stateIgnored() {
        stateWrites("ignored");
    }

    private void stateWrites(String outcome) {
        Counter.builder("sluice.last.good.state")
                .description("What became of the last good state on disk: written, failed to be, or ignored at start")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }
}
