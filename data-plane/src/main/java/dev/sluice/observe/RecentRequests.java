package dev.sluice.observe;

import dev.sluice.forward.Ended;
import dev.sluice.http.Reason;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The facts of the last requests, to be found again by their X-Request-ID. Half of the places are for those that did not
 * simply go well (answered by Sluice, broken off, or 5xx), so that many good ones do not drive out the few that are asked
 * about. About 300 bytes a request, 2 KiB at most.
 */
public final class RecentRequests implements MultiCollector {
    /** Of requests with one id the newest are found: clients may give many the same. */
    private static final int MOST_FOUND = 10;

    private static final int SERVER_ERROR = 500;

    private final List<OfLane> lanes;

    /** Those of one lane, which alone writes them. */
    static final class OfLane {
        private final InstantSource clock;
        private final FactsRing good;
        private final FactsRing other;

        private OfLane(InstantSource clock, int half) {
            this.clock = clock;
            this.good = new FactsRing(half);
            this.other = new FactsRing(half);
        }

        void write(Ended exchange) {
            boolean well = exchange.reason() == Reason.FORWARDED && exchange.status() < SERVER_ERROR;
            (well ? good : other).write(exchange, clock.millis());
        }
    }

    private RecentRequests(InstantSource clock, int lanes, int half) {
        this.lanes = Stream.generate(() -> new OfLane(clock, half)).limit(lanes).toList();
    }

    /** One that remembers nothing and costs nothing. */
    public static RecentRequests none() {
        return new RecentRequests(InstantSource.system(), 0, 0);
    }

    /**
     * @param most requests, of all lanes together; 0 for none, and at least two a lane otherwise
     * @param lanes how many lanes there are, 1 or more
     */
    public static RecentRequests of(int most, int lanes, InstantSource clock) {
        return most == 0 ? none() : new RecentRequests(clock, lanes, Math.max(1, most / lanes / 2));
    }

    /** Null if nothing is remembered. */
    @Nullable
    OfLane lane(int index) {
        return lanes.isEmpty() ? null : lanes.get(index);
    }

    /** Those with that id, newest first; 10 at most. From any thread. */
    public List<RequestFacts> find(String id) {
        byte[] wanted = id.getBytes(StandardCharsets.ISO_8859_1);
        List<RequestFacts> found = new ArrayList<>();
        for (OfLane lane : lanes) {
            lane.good.find(wanted, found::add);
            lane.other.find(wanted, found::add);
        }
        found.sort(Comparator.comparing(RequestFacts::endedAt).reversed());
        return List.copyOf(found.subList(0, Math.min(found.size(), MOST_FOUND)));
    }

    /** How many are remembered now. */
    public int size() {
        return lanes.stream()
                .mapToInt(lane -> lane.good.size() + lane.other.size())
                .sum();
    }

    @Override
    public MetricSnapshots collect() {
        return MetricSnapshots.of(GaugeSnapshot.builder()
                .name("sluice_recent_requests")
                .help("Requests whose facts are remembered, to be explained by their X-Request-ID.")
                .dataPoint(new GaugeSnapshot.GaugeDataPointSnapshot(size(), Labels.EMPTY, null))
                .build());
    }
}
