package dev.sluice.observe;

import dev.sluice.forward.Ended;
import dev.sluice.forward.Passed;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.InstantSource;
import java.util.stream.Stream;

/**
 * One line a request, and one for each connection whose TLS is passed through. A lane writes it into a ring of its own and goes on; one thread takes the lines to the sink. A sink
 * that is too slow loses lines, counted in {@code sluice_access_log_dropped_total}, and never holds a request up.
 */
public final class AccessLog implements MultiCollector, AutoCloseable {
    /** Bytes that wait for the sink, for each lane: 256 KiB, about a thousand lines. */
    private static final int RING_BYTES = 1 << 18;

    /** Where a lane leaves its lines. */
    interface Outlet {
        Outlet NONE = new Outlet() {
            @Override
            public void write(Ended exchange) {}

            @Override
            public void write(Passed connection) {}
        };

        void write(Ended exchange);

        void write(Passed connection);
    }

    private final LogFormat format;
    private final InstantSource clock;
    private final Ring[] rings;
    private final LogWriter writer;

    private AccessLog(LogFormat format, InstantSource clock, Ring[] rings, LogWriter writer) {
        this.format = format;
        this.clock = clock;
        this.rings = rings;
        this.writer = writer;
    }

    /** A log that costs nothing. */
    public static AccessLog off() {
        return new AccessLog(LogFormat.TEXT, InstantSource.system(), new Ring[0], LogWriter.none());
    }

    /** @param lanes how many lanes there are, 1 or more */
    public static AccessLog to(LogSink sink, LogFormat format, int lanes) {
        return to(sink, format, lanes, InstantSource.system(), RING_BYTES);
    }

    static AccessLog to(LogSink sink, LogFormat format, int lanes, InstantSource clock, int ringBytes) {
        Ring[] rings = Stream.generate(() -> new Ring(ringBytes)).limit(lanes).toArray(Ring[]::new);
        return new AccessLog(format, clock, rings, LogWriter.start(sink, rings));
    }

    Outlet lane(int index) {
        if (rings.length == 0) {
            return Outlet.NONE;
        }
        Ring ring = rings[index];
        Line line = new Line(format.escape());
        Timestamp time = new Timestamp(format.timeFormat(), clock);
        return new Outlet() {
            @Override
            public void write(Ended exchange) {
                line.clear();
                format.write(line, exchange, time.now());
                ring.offer(line.bytes(), line.length());
            }

            @Override
            public void write(Passed connection) {
                line.clear();
                format.write(line, connection, time.now());
                ring.offer(line.bytes(), line.length());
            }
        };
    }

    /** Lines that were lost because the sink was too slow or failed. */
    public long dropped() {
        long sum = writer.failed();
        for (Ring ring : rings) {
            sum += ring.dropped();
        }
        return sum;
    }

    @Override
    public MetricSnapshots collect() {
        return MetricSnapshots.of(CounterSnapshot.builder()
                .name("sluice_access_log_dropped")
                .help("Access log lines (and passes to a sink that failed) that were lost.")
                .dataPoint(new CounterSnapshot.CounterDataPointSnapshot(dropped(), Labels.EMPTY, null, 0))
                .build());
    }

    /** Writes what is there and ends the writer; waits for it at most 2 s. */
    @Override
    public void close() {
        writer.close();
    }
}
