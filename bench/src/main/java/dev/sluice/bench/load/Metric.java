package dev.sluice.bench.load;

import java.util.Locale;

/** What is measured; the heading has the unit. */
enum Metric {
    REQUESTS_PER_SECOND("requests/s", 0),
    ASKED_PER_SECOND("asked/s", 0),
    MIB_PER_SECOND("MiB/s", 0),
    P50_MICROS("p50 us", 0),
    P99_MICROS("p99 us", 0),
    P999_MICROS("p99.9 us", 0),
    CPU_MICROS("CPU us/request", 1),
    USER_MICROS("user", 1),
    SYSTEM_MICROS("system", 1),
    PEAK_MIB("peak MiB", 0),
    RESIDENT_BEFORE_MIB("resident MiB before", 0),
    RESIDENT_MIB("resident MiB", 0),
    KIB_PER_CONNECTION("KiB/connection", 1),
    ALLOCATED_BYTES("bytes allocated/request", 0),
    FAILED("failed", 0),
    /** Of the machine, while it was measured. */
    STOLEN_PERCENT("stolen %", 1);

    private final String heading;
    private final int decimals;

    Metric(String heading, int decimals) {
        this.heading = heading;
        this.decimals = decimals;
    }

    String heading() {
        return heading;
    }

    String text(double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
