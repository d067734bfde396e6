package dev.sluice.observe;

import dev.sluice.forward.Ended;
import dev.sluice.forward.Passed;
import dev.sluice.http.Reason;
import java.util.concurrent.atomic.AtomicLongArray;

/** The numbers of one lane: it alone writes them, without contention; whoever sums them sees them a moment old. */
final class LaneCounters {
    /** Status classes: 0 stands for nothing sent, 1 to 5 for 1xx to 5xx. */
    static final int CLASSES = 6;

    private static final int REASONS = Reason.values().length;

    /** What is counted beside requests by reason. */
    enum Count {
        BEGUN,
        ENDED,
        REQUEST_BYTES,
        RESPONSE_BYTES,
        ATTEMPTS,
        RETRIES_REFUSED,
        TUNNELS,
        TUNNELS_ENDED,
        TUNNEL_SENT_BYTES,
        TUNNEL_RECEIVED_BYTES,
        PASSAGES,
        PASSAGES_ENDED,
        PASSAGE_SENT_BYTES,
        PASSAGE_RECEIVED_BYTES,
        BUGS
    }

    private final AtomicLongArray requests = new AtomicLongArray(REASONS * CLASSES);
    private final AtomicLongArray retries = new AtomicLongArray(REASONS);
    private final AtomicLongArray passages = new AtomicLongArray(REASONS);
    private final AtomicLongArray counts = new AtomicLongArray(Count.values().length);
    final Durations requestDurations = new Durations();
    final Durations upstreamDurations = new Durations();

    void add(Count count, long more) {
        add(counts, count.ordinal(), more);
    }

    void retried(Reason because) {
        add(retries, because.ordinal(), 1);
    }

    void ended(Ended exchange) {
        add(Count.ENDED, 1);
        int statusClass = Math.min(exchange.status() / 100, CLASSES - 1);
        add(requests, exchange.reason().ordinal() * CLASSES + statusClass, 1);
        flowed(exchange);
        if (exchange.upstreamNanos() >= 0) {
            upstreamDurations.record(exchange.upstreamNanos());
        }
    }

    /** A tunnel's time and bytes say nothing about requests. */
    private void flowed(Ended exchange) {
        if (exchange.tunnel()) {
            add(Count.TUNNELS_ENDED, 1);
            add(Count.TUNNEL_RECEIVED_BYTES, exchange.requestBytes());
            add(Count.TUNNEL_SENT_BYTES, exchange.responseBytes());
        } else {
            add(Count.REQUEST_BYTES, exchange.requestBytes());
            add(Count.RESPONSE_BYTES, exchange.responseBytes());
            requestDurations.record(exchange.durationNanos());
        }
    }

    void passed(Passed connection) {
        add(Count.PASSAGES_ENDED, 1);
        add(Count.PASSAGE_RECEIVED_BYTES, connection.receivedBytes());
        add(Count.PASSAGE_SENT_BYTES, connection.sentBytes());
        add(passages, connection.reason().ordinal(), 1);
    }

    private static void add(AtomicLongArray numbers, int at, long more) {
        numbers.setRelease(at, numbers.getPlain(at) + more);
    }

    long count(Count count) {
        return counts.getOpaque(count.ordinal());
    }

    long retries(Reason because) {
        return retries.getOpaque(because.ordinal());
    }

    long passages(Reason reason) {
        return passages.getOpaque(reason.ordinal());
    }

    long requests(Reason reason, int statusClass) {
        return requests.getOpaque(reason.ordinal() * CLASSES + statusClass);
    }
}
