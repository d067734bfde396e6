package dev.sluice.observe;

import dev.sluice.forward.Ended;
import dev.sluice.forward.LaneObserver;
import dev.sluice.forward.Passed;
import dev.sluice.http.Reason;
import dev.sluice.observe.LaneCounters.Count;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Counts the requests of every lane, hands them to the access log and remembers the last of them. */
public final class RequestObserver implements IntFunction<LaneObserver> {
    private final RequestMetrics metrics;
    private final AccessLog accessLog;
    private final RecentRequests recent;

    /** Remembers no requests. */
    public RequestObserver(RequestMetrics metrics, AccessLog accessLog) {
        this(metrics, accessLog, RecentRequests.none());
    }

    public RequestObserver(RequestMetrics metrics, AccessLog accessLog, RecentRequests recent) {
        this.metrics = metrics;
        this.accessLog = accessLog;
        this.recent = recent;
    }

    @Override
    public LaneObserver apply(int lane) {
        return new OfLane(metrics.lane(lane), accessLog.lane(lane), recent.lane(lane));
    }

    private static final class OfLane implements LaneObserver {
        private final LaneCounters counters;
        private final AccessLog.Outlet log;
        private final RecentRequests.@Nullable OfLane recent;
        private final BugLog bugs = new BugLog();

        OfLane(LaneCounters counters, AccessLog.Outlet log, RecentRequests.@Nullable OfLane recent) {
            this.counters = counters;
            this.log = log;
            this.recent = recent;
        }

        @Override
        public void begun() {
            counters.add(Count.BEGUN, 1);
        }

        @Override
        public void ended(Ended exchange) {
            counters.ended(exchange);
            switch (exchange.reason()) {
                case HEALTHY, NOT_READY, DRAINING -> {
                    // What load balancers ask every second tells nothing in a log.
                }
                default -> {
                    if (recent != null) {
                        recent.write(exchange); // who reads the id in the log finds the request
                    }
                    log.write(exchange);
                }
            }
        }

        @Override
        public void attempted() {
            counters.add(Count.ATTEMPTS, 1);
        }

        @Override
        public void retried(Reason because) {
            counters.retried(because);
        }

        @Override
        public void passing() {
            counters.add(Count.PASSAGES, 1);
        }

        @Override
        public void passed(Passed connection) {
            counters.passed(connection);
            log.write(connection);
        }

        @Override
        public void tunnelled() {
            counters.add(Count.TUNNELS, 1);
        }

        @Override
        public void retryRefused() {
            counters.add(Count.RETRIES_REFUSED, 1);
        }

        @Override
        public void broken(Throwable bug) {
            counters.add(Count.BUGS, 1);
            bugs.log(bug);
        }
    }
}
