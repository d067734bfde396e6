package dev.sluice.cluster.share;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What is shared, in numbers. */
final class ShareMeters {
    private final DistributionSummary reports;
    private final Counter late;
    private final Counter tooLarge;
    private final Counter unreadable;
    private final AtomicInteger entries;
    private final AtomicInteger replicas;

    ShareMeters(MeterRegistry registry) {
        reports = DistributionSummary.builder("sluice.share.report.size")
                .description("Reports of this replica to the others")
                .baseUnit("bytes")
                .register(registry);
        late = counter(registry, "late", "Writes that did not reach every member in time; gossip brings them later");
        tooLarge = counter(registry, "too.large", "Things not shared because they are larger than may be");
        unreadable = counter(registry, "unreadable", "Things that another replica shares and this one cannot read");
        entries = gauge(registry, "sluice.share.memory", "Specifications shared for objects that are invalid");
        replicas = gauge(registry, "sluice.share.replicas", "Replicas within reach that have said how they are");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("sluice.share." + name).description(description).register(registry);
    }

    /** The same over all lives: a registry holds a gauge's object weakly and keeps the first. */
    private static AtomicInteger gauge(MeterRegistry registry, String name, String description) {
        AtomicInteger value = new AtomicInteger();
        registry.find(name).meters().forEach(registry::remove);
        io.micrometer.core.instrument.Gauge.builder(name, value, AtomicInteger::get)
                .description(description)
                .strongReference(true)
                .register(registry);
        return value;
    }

    void report(int bytes) {
        reports.record(bytes);
    }

    void late() {
        late.increment();
    }

    void tooLarge() {
        tooLarge.increment();
    }

    void unreadable() {
        unreadable.increment();
    }

    void entries(int now) {
        entries.set(now);
    }

    void replicas(int now) {
        replicas.set(now);
    }
}
