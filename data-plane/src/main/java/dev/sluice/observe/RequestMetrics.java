package dev.sluice.observe;

import dev.sluice.http.Reason;
import dev.sluice.observe.LaneCounters.Count;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Sums what the lanes have counted, when it is asked for, as {@code sluice_*} in Prometheus' model. Labels are closed sets:
 * reasons and status classes. Counts that are still 0 are left out.
 */
public final class RequestMetrics implements MultiCollector {
    private static final String[] CLASS_TEXT = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    private static final int SUCCESS = 2;
    private static final int SERVER_ERROR = 5;

    private static final Set<Reason> HEALTH = EnumSet.of(Reason.HEALTHY, Reason.NOT_READY, Reason.DRAINING);

    private final LaneCounters[] lanes;

    /** @param lanes how many lanes there are, 1 or more */
    public RequestMetrics(int lanes) {
        this.lanes = Stream.generate(LaneCounters::new).limit(lanes).toArray(LaneCounters[]::new);
    }

    LaneCounters lane(int index) {
        return lanes[index];
    }

    /** Requests that have begun and not ended. */
    public long inFlight() {
        long ended = sum(lane -> lane.count(Count.ENDED));
        return Math.max(0, sum(lane -> lane.count(Count.BEGUN)) - ended);
    }

    /** Requests that have ended. */
    public long ended() {
        return sum(lane -> lane.count(Count.ENDED));
    }

    /** Tunnels open now. */
    public long tunnels() {
        long ended = sum(lane -> lane.count(Count.TUNNELS_ENDED));
        return Math.max(0, sum(lane -> lane.count(Count.TUNNELS)) - ended);
    }

    /** Connections open now whose TLS is passed through. */
    public long passages() {
        long ended = sum(lane -> lane.count(Count.PASSAGES_ENDED));
        return Math.max(0, sum(lane -> lane.count(Count.PASSAGES)) - ended);
    }

    /**
     * Requests that have ended and failed: answered 5xx, by a backend or by the proxy itself, or broken off by the upstream
     * after the response head. A tunnel that breaks off is none, nor
     * is what the proxy says of its own health.
     */
    public long failed() {
        return Stream.of(Reason.values())
                .filter(reason -> !HEALTH.contains(reason))
                .mapToLong(reason -> sum(lane -> failed(lane, reason)))
                .sum();
    }

    private static long failed(LaneCounters lane, Reason reason) {
        int first = reason.status() < SERVER_ERROR * 100 ? SERVER_ERROR : SUCCESS;
        long failed = 0;
        for (int i = first; i <= SERVER_ERROR; i++) {
            failed += lane.requests(reason, i);
        }
        return failed;
    }

    @Override
    public MetricSnapshots collect() {
        return MetricSnapshots.of(
                requests(),
                byReason(
                        "sluice_upstream_retries",
                        "Requests and connections tried again, by the reason why the attempt before failed.",
                        LaneCounters::retries),
                counter(Count.REQUEST_BYTES, "sluice_request_body_bytes", "Bytes of request bodies that came."),
                counter(Count.RESPONSE_BYTES, "sluice_response_body_bytes", "Bytes of response bodies written."),
                counter(Count.ATTEMPTS, "sluice_upstream_attempts", "Requests sent to an endpoint, retries included."),
                counter(Count.RETRIES_REFUSED, "sluice_upstream_retries_refused", "Retries the budget did not allow."),
                counter(Count.BUGS, "sluice_bugs", "Requests that ended because the proxy itself threw."),
                gauge("sluice_requests_in_flight", "Requests that have begun and not ended.", inFlight()),
                counter(Count.TUNNELS, "sluice_tunnels", "Connections that became tunnels (WebSockets and others)."),
                counter(Count.TUNNEL_RECEIVED_BYTES, "sluice_tunnel_received_bytes", "Bytes from clients in tunnels."),
                counter(Count.TUNNEL_SENT_BYTES, "sluice_tunnel_sent_bytes", "Bytes to clients in tunnels."),
                gauge("sluice_tunnels_open", "Tunnels open now.", tunnels()),
                byReason(
                        "sluice_passthrough_connections",
                        "Connections whose TLS was passed through and that have ended, by reason.",
                        LaneCounters::passages),
                gauge(
                        "sluice_passthrough_connections_open",
                        "Connections open now whose TLS is passed through.",
                        passages()),
                counter(
                        Count.PASSAGE_RECEIVED_BYTES,
                        "sluice_passthrough_received_bytes",
                        "Bytes from clients whose TLS was passed through, counted at the end of their connections."),
                counter(
                        Count.PASSAGE_SENT_BYTES,
                        "sluice_passthrough_sent_bytes",
                        "Bytes to clients whose TLS was passed through, counted at the end of their connections."),
                histogram(
                        "sluice_request_duration_seconds",
                        "From the request head to the end of the response.",
                        lane -> lane.requestDurations),
                histogram(
                        "sluice_upstream_response_seconds",
                        "From the beginning of the last attempt to its response head.",
                        lane -> lane.upstreamDurations));
    }

    private MetricSnapshot requests() {
        CounterSnapshot.Builder builder = CounterSnapshot.builder()
                .name("sluice_requests")
                .help("Requests that have ended, by reason and class of the status sent.");
        for (Reason reason : Reason.values()) {
            for (int i = 0; i < CLASS_TEXT.length; i++) {
                int statusClass = i;
                long sum = sum(lane -> lane.requests(reason, statusClass));
                if (sum > 0) {
                    Labels labels = Labels.of("code", CLASS_TEXT[i], "reason", reason.text());
                    builder.dataPoint(new CounterSnapshot.CounterDataPointSnapshot(sum, labels, null, 0));
                }
            }
        }
        return builder.build();
    }

    private MetricSnapshot byReason(String name, String help, ToLongBiFunction<LaneCounters, Reason> count) {
        CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(help);
        for (Reason reason : Reason.values()) {
            long sum = sum(lane -> count.applyAsLong(lane, reason));
            if (sum > 0) {
                Labels labels = Labels.of("reason", reason.text());
                builder.dataPoint(new CounterSnapshot.CounterDataPointSnapshot(sum, labels, null, 0));
            }
        }
        return builder.build();
    }

    private MetricSnapshot counter(Count count, String name, String help) {
        long sum = sum(lane -> lane.count(count));
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new CounterSnapshot.CounterDataPointSnapshot(sum, Labels.EMPTY, null, 0))
                .build();
    }

    private static MetricSnapshot gauge(String name, String help, long value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new GaugeSnapshot.GaugeDataPointSnapshot(value, Labels.EMPTY, null))
                .build();
    }

    private MetricSnapshot histogram(String name, String help, Function<LaneCounters, Durations> of) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < Durations.BUCKETS; i++) {
            int bucket = i;
            buckets.bucket(Durations.boundSeconds(i), sum(lane -> of.apply(lane).count(bucket)));
        }
        double seconds = sum(lane -> of.apply(lane).sumNanos()) / 1e9;
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .unit(Unit.SECONDS)
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(seconds)
                        .build())
                .build();
    }

    private long sum(ToLongFunction<LaneCounters> number) {
        long sum = 0;
        for (LaneCounters lane : lanes) {
            sum += number.applyAsLong(lane);
        }
        return sum;
    }
}
