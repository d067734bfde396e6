package dev.sluice.publish;

import dev.sluice.key.FleetName;
import dev.sluice.state.ObjectEvent;
import dev.sluice.translate.Translation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** One meter for each arrow of the picture, from the event to the ack. Safe for every thread. */
public final class Meters {
    private final MeterRegistry registry;
    private final Timer translate;
    private final Counter translateFailures;
    private final AtomicLong problems = new AtomicLong();
    private final Map<FleetName, AtomicLong> resources = new ConcurrentHashMap<>();

    public Meters(MeterRegistry registry) {
        this.registry = registry;
        this.translate = Timer.builder("sluice.translate")
                .description("Time to translate the observed state")
                .publishPercentileHistogram()
                .register(registry);
        this.translateFailures = Counter.builder("sluice.translate.failures")
                .description("Translations that failed by a fault of Sluice; the last table stayed in force")
                .register(registry);
        registry.gauge("sluice.problems", problems);
    }

    /** A number that is asked for when it is read. */
    public void gauge(String name, String description, Supplier<Number> value) {
        io.micrometer.core.instrument.Gauge.builder(name, value)
                .description(description)
                .register(registry);
    }

    void tlsExpires(Supplier<Instant> at, InstantSource clock) {
        gauge(
                "sluice.discovery.tls.expires.seconds",
                "Until the certificate shown to data planes, or one of its chain, ends; negative after that",
                () -> Duration.between(clock.instant(), at.get()).toSeconds());
    }

    /** @param outcome {@code renewed} or {@code broken} */
    void tlsReloaded(String outcome) {
        Counter.builder("sluice.discovery.tls.reloads")
                .description("Changes of the files with certificate, key and authorities")
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /** A data plane was asked to follow another replica. */
    void moved() {
        count("sluice.dataplanes.moves", "Data planes that were asked to follow another replica");
    }

    /** Streams were ended because this replica cannot make sure that it is up to date. */
    void shed(int streams) {
        Counter.builder("sluice.dataplanes.shed")
                .description("Streams that were ended because the watches could not be confirmed")
                .register(registry)
                .increment(streams);
    }

    /** One more of something that seldom happens. */
    public void count(String name, String description, String... tags) {
        Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(registry)
                .increment();
    }

    void observed(ObjectEvent event) {
        Counter.builder("sluice.events")
                .description("Events of the source, by kind of object")
                .tag("kind", event.watch().kind().kind())
                .tag("event", event.getClass().getSimpleName())
                .register(registry)
                .increment();
    }

    void translated(Duration took) {
        translate.record(took);
    }

    void translationFailed() {
        translateFailures.increment();
    }

    void published(Translation translation) {
        problems.set(translation.problems().size());
    }

    void published(FleetName fleet, int size, Duration took) {
        resources.computeIfAbsent(fleet, this::sizeGauge).set(size);
        Timer.builder("sluice.publish")
                .description("Time from the change of a table to its encoded form")
                .tag("fleet", fleet.value())
                .register(registry)
                .record(took);
        toAck(fleet); // is there before anything is acknowledged here: other data planes follow other replicas
    }

    void sent(FleetName fleet, Sent sent, long bytes) {
        String kind = sent == Sent.SNAPSHOT ? "snapshot" : "delta";
        Counter.builder("sluice.updates")
                .description("Transactions sent to data planes")
                .tag("fleet", fleet.value())
                .tag("update", kind)
                .register(registry)
                .increment();
        DistributionSummary.builder("sluice.update.size")
                .description("Size of transactions sent to data planes")
                .baseUnit("bytes")
                .tag("update", kind)
                .register(registry)
                .record(bytes);
    }

    void acked(FleetName fleet, Duration sincePublished) {
        toAck(fleet).record(sincePublished);
    }

    private Timer toAck(FleetName fleet) {
        return Timer.builder("sluice.publish.to.ack")
                .description("Time from publication to the ack of a data plane")
                .tag("fleet", fleet.value())
                .publishPercentileHistogram()
                .register(registry);
    }

    void nacked(FleetName fleet, String cause) {
        Counter.builder("sluice.nacks")
                .description("Transactions that a data plane could not use")
                .tag("fleet", fleet.value())
                .tag("cause", cause)
                .register(registry)
                .increment();
    }

    void lagging(FleetName fleet) {
        Counter.builder("sluice.acks.overdue")
                .description("Transactions that were not answered in time")
                .tag("fleet", fleet.value())
                .register(registry)
                .increment();
    }

    private AtomicLong sizeGauge(FleetName fleet) {
        AtomicLong size = new AtomicLong();
        io.micrometer.core.instrument.Gauge.builder("sluice.table.resources", size, AtomicLong::get)
                .description("Resources in the table of a fleet")
                .tag("fleet", fleet.value())
                .register(registry);
        return size;
    }

    /** What a transaction was. */
    enum Sent {
        SNAPSHOT,
        DELTA
    }
}
