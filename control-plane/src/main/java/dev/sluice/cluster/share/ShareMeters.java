package dev.sluice.cluster.share;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What is shared, in numbers. */
final class ShareMeters {
    private final DistributionSummary reports;
    private final Counter late;
    private final Counter tooLarge;
    private final Counter unreadable;
    private final AtomicLong entries;
    private final AtomicLong bytes;
    private final AtomicLong unshared;
    private final AtomicLong replicas;

    ShareMeters(MeterRegistry registry) {
        reports = DistributionSummary.builder("sluice.share.report.size")
                .description("Reports of this replica to the others")
                .baseUnit("bytes")
                .register(registry);
        late = counter(registry, "late", "Writes that did not reach every member in time; gossip brings them later");
        tooLarge = counter(registry, "too.large", "Things not shared because they are larger than may be");
        unreadable = counter(registry, "unreadable", "Things that another replica shares and this one cannot read");
        entries = gauge(registry, "sluice.share.memory", "Specifications shared for objects that are invalid");
        bytes = gauge(registry, "sluice.share.memory.bytes", "Size of all of them, with what comes with each");
        unshared = gauge(
                registry,
                "sluice.share.memory.unshared",
                "Specifications that this replica keeps and does not share, because no more may be shared");
        replicas = gauge(registry, "sluice.share.replicas", "Replicas within reach that have said how they are");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("sluice.share." + name).description(description).register(registry);
    }

    /** The same over all lives: a registry holds a gauge's object weakly and keeps the first. */
    private static AtomicLong gauge(MeterRegistry registry, String name, String description) {
        AtomicLong value = new AtomicLong();
        registry.find(name).meters().forEach(registry::remove);
        io.micrometer.core.instrument.Gauge.builder(name, value, AtomicLong::get)
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

    void memory(int count, long size, int left) {
        entries.set(count);
        bytes.set(size);
        unshared.set(left);
    }

    void replicas(int now) {
        replicas.set(now);
    }
}
