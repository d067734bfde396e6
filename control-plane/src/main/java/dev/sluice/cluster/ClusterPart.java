package dev.sluice.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This replica's part in the cluster: an actor system of its own that is a member, and that is started anew when it has
 * ended although nobody closed it (downed after a split, put in quarantine, by a fault). Nothing else of the replica
 * notices: translation and streams live in another system.
 */
public final class ClusterPart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterPart.class);
    private static final String NEVER_JOINED = "ClusterJoinUnsuccessful";
    private static final double LEAST_SHARE = 0.75;
    private static final double SPREAD = 0.5;

    private final ClusterParts parts;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("sluice-cluster").daemon().unstarted(task));
    private volatile @Nullable Incarnation current;
    private volatile int incarnations;
    private volatile String lastEnd = "";
    private volatile int port;
    private int failures;
    private boolean closed;

    private ClusterPart(ClusterParts parts) {
        this.parts = parts;
        this.port = parts.settings().port();
    }

    /**
     * Starts the first incarnation and returns when its port is bound; the others are found later.
     *
     * @throws RuntimeException of Akka's, if it cannot start
     */
    public static ClusterPart start(ClusterParts parts) {
        ClusterPart part = new ClusterPart(parts);
        try {
            part.begin(Platform.Start.FIRST);
        } catch (RuntimeException e) {
            part.thread.shutdownNow();
            throw e;
        }
        return part;
    }

    /** The port that Artery has bound; the same for all incarnations. */
    public int port() {
        return port;
    }

    /** How many incarnations there have been, the present one among them. */
    public int incarnations() {
        return incarnations;
    }

    /** Why the incarnation before this one ended; empty if this is the first. */
    public String lastEnd() {
        return lastEnd;
    }

    /** The members as this replica sees them now; waits for nothing. */
    public MembersView members() {
        Incarnation now = current;
        return now == null ? MembersView.NONE : now.view();
    }

    /** Leaves in order, so that another leads at once; bounded in time, and once only. */
    @Override
    public void close() {
        Optional<Incarnation> last = closing();
        try {
            last.ifPresent(this::leave);
        } finally {
            thread.shutdownNow();
        }
    }

    private void leave(Incarnation incarnation) {
        Duration limit = parts.settings().leaveLimit();
        if (!incarnation.leave(limit)) {
            LOG.warn("The cluster was not left in order within {}: the others will find out by themselves", limit);
        }
    }

    private synchronized Optional<Incarnation> closing() {
        Optional<Incarnation> last = closed ? Optional.empty() : Optional.ofNullable(current);
        closed = true;
        return last;
    }

    private synchronized void begin(Platform.Start start) {
        Incarnation incarnation = Incarnation.start(parts, port, start);
        port = incarnation.port();
        incarnations++;
        current = incarnation;
        incarnation.whenEnded().thenAccept(reason -> ended(incarnation, reason));
    }

    private synchronized void ended(Incarnation incarnation, String reason) {
        if (!closed) {
            lastEnd = reason;
            current = null;
            boolean lasted =
                    incarnation.lived().compareTo(parts.settings().restart().most()) > 0;
            failures = lasted ? 1 : failures + 1;
            LOG.warn("The cluster system has ended ({}) after {}", reason, incarnation.lived());
            later();
        }
    }

    private void later() {
        Duration wait = parts.settings().restart().after(failures + 1);
        long millis = (long)
                (wait.toMillis() * (LEAST_SHARE + ThreadLocalRandom.current().nextDouble(SPREAD)));
        LOG.info("It is started anew in {} ms; translation and streams go on", millis);
        thread.schedule(this::again, millis, TimeUnit.MILLISECONDS);
    }

    private synchronized void again() {
        if (closed) {
            return;
        }
        try {
            begin(lastEnd.equals(NEVER_JOINED) ? Platform.Start.FIRST : Platform.Start.AGAIN);
        } catch (RuntimeException e) {
            failures++;
            LOG.warn("The cluster system could not be started: {}", e.toString());
            later();
        }
    }
}
