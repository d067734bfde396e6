package dev.sluice.bench.start;

/**
 * One start.
 *
 * @param cached whether from a cache
 * @param firstMillis from starting {@code ./sluice} to its first proxied answer
 * @param cpuMillis of the process until then
 * @param residentMiB after some thousand requests and a rest
 */
record Start(boolean cached, int round, double firstMillis, double cpuMillis, double residentMiB) {
    String name() {
        return cached ? "with the cache" : "without";
    }
}
