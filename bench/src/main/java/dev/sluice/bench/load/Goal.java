package dev.sluice.bench.load;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What one proxy should reach beside the better of nginx and HAProxy.
 *
 * @param most whether the ratio is a limit, and the lower peer the better one; else it is the least, and the higher one is
 */
record Goal(String part, String peer, Metric metric, double ratio, boolean most) {
    private static final List<String> OTHERS = List.of("nginx", "haproxy");
    private static final String IO_URING = "sluice-io_uring";
    private static final String EPOLL = "sluice-epoll";

    static final List<Goal> ALL = Stream.concat(
                    Stream.of(
                            least("http1", IO_URING, 1.0),
                            least("http1", EPOLL, 0.9),
                            new Goal("http1", IO_URING, Metric.CPU_MICROS, 1.0, true),
                            new Goal("latency", IO_URING, Metric.P99_MICROS, 1.0, true),
                            new Goal("latency", EPOLL, Metric.P99_MICROS, 1.0, true)),
                    Stream.of("bodies", "tls", "handshakes", "http2")
                            .flatMap(part -> Stream.of(least(part, IO_URING, 0.9), least(part, EPOLL, 0.9))))
            .toList();

    private static Goal least(String part, String peer, double ratio) {
        return new Goal(part, peer, Metric.REQUESTS_PER_SECOND, ratio, false);
    }

    /** The better of both in one setting; empty where neither was measured. */
    static OptionalDouble better(Samples samples, String part, String setting, Metric metric, boolean lower) {
        var values = OTHERS.stream()
                .map(peer -> samples.median(part, setting, peer, metric))
                .flatMapToDouble(OptionalDouble::stream);
        return lower ? values.min() : values.max();
    }

    /** Ratio to the better peer; empty where one of them was not measured. */
    OptionalDouble reached(Samples samples, String setting) {
        OptionalDouble own = samples.median(part, setting, peer, metric);
        OptionalDouble better = better(samples, part, setting, metric, most);
        return own.isPresent() && better.isPresent()
                ? OptionalDouble.of(own.getAsDouble() / better.getAsDouble())
                : OptionalDouble.empty();
    }

    boolean met(double reached) {
        return most ? reached <= ratio : reached >= ratio;
    }
}
