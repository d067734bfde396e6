package dev.sluice.dataplane;

import dev.sluice.compile.Compiled;
import dev.sluice.key.ResourceKey.CertificateKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Tells of certificates whose time is over, or will be: they are shown nevertheless, since an error of the browser's is no outage. */
record CertificateMeters(Supplier<Compiled> compiled, InstantSource clock) {
    void register(MeterRegistry registry) {
        Gauge.builder(
                        "sluice.tls.certificates.expired",
                        this,
                        meters -> meters.expired().size())
                .description("Certificates that are shown although their validity is over.")
                .register(registry);
        Gauge.builder("sluice.tls.certificates.expire.seconds", this, CertificateMeters::secondsToTheNext)
                .description("Until the validity of the next certificate is over; NaN if none is left.")
                .register(registry);
    }

    /** By name. */
    List<CertificateKey> expired() {
        Instant now = clock.instant();
        return compiled.get().certificates().entrySet().stream()
                .filter(entry -> entry.getValue().isBefore(now))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private double secondsToTheNext() {
        Instant now = clock.instant();
        return compiled.get().certificates().values().stream()
                .filter(end -> !end.isBefore(now))
                .min(Instant::compareTo)
                .map(end -> (double) Duration.between(now, end).toSeconds())
                .orElse(Double.NaN);
    }
}
