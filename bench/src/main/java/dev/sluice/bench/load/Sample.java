package dev.sluice.bench.load;

import dev.sluice.bench.Proc;

/** What one round measured of one proxy. */
record Sample(
        String peer,
        int round,
        int connections,
        double requestsPerSecond,
        double p50Micros,
        double p99Micros,
        double userMicrosPerRequest,
        double systemMicrosPerRequest,
        double peakMiB,
        long failed) {

    static Sample of(Server server, int round, int connections, Wrk wrk, Proc.Cpu cpu) {
        double requests = Math.max(1, wrk.requests());
        return new Sample(
                server.name(),
                round,
                connections,
                wrk.requestsPerSecond(),
                wrk.p50Micros(),
                wrk.p99Micros(),
                cpu.user() * 1e6 / requests,
                cpu.system() * 1e6 / requests,
                Proc.peakMiB(server.process().toHandle()),
                wrk.failed());
    }
}
