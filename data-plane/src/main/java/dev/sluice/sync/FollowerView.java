package dev.sluice.sync;

import dev.sluice.wire.v1.Move;
import io.grpc.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is shown of following: status, meters and log. Each fault is logged once, not once a second. In the sync thread. */
final class FollowerView {
    private static final Logger LOG = LoggerFactory.getLogger(FollowerView.class);
    private static final int MAX_REMEMBERED = 200;

    private final StateKeeper keeper;
    private final Serving serving;
    private final SyncMeters meters;
    private final Set<String> logged = new HashSet<>();
    private @Nullable Candidate followed;
    private boolean outage;

    FollowerView(StateKeeper keeper, Serving serving, SyncMeters meters) {
        this.keeper = keeper;
        this.serving = serving;
        this.meters = meters;
    }

    void candidates(List<Candidate> all) {
        serving.candidates(all);
        show();
        if (all.isEmpty()) {
            keeper.connectedTo(Optional.empty(), Optional.of("no control plane has an address"));
        }
    }

    void unresolved(String name, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        once("The control plane's name {} does not resolve: {}", name, cause.toString());
    }

    void trying(Candidate candidate) {
        meters.reconnected();
        LOG.debug("Trying the control plane at {}", candidate);
    }

    void following(Candidate candidate) {
        LOG.info("Following the control plane at {}", candidate);
        followed = candidate;
        keeper.connectedTo(Optional.of(candidate.where()), Optional.empty());
        show();
    }

    /** The one that is followed is of use: what goes wrong from now on is news. */
    void useful() {
        logged.clear();
        outage = false;
    }

    void left(Candidate candidate, Status.Code code, String reason) {
        followed = null;
        keeper.connectedTo(Optional.empty(), Optional.of(candidate + ": " + reason));
        show();
        switch (code) {
            case FAILED_PRECONDITION, PERMISSION_DENIED, UNAUTHENTICATED ->
                once("The control plane at {} does not take this data plane: {}", candidate.toString(), reason);
            default -> {
                if (!outage) { // once for each outage, whichever replica is tried
                    outage = true;
                    LOG.warn("The control plane at {} is not followed any more ({}): serving on", candidate, reason);
                } else {
                    LOG.debug("The control plane at {} is not followed: {}", candidate, reason);
                }
            }
        }
    }

    void moved() {
        meters.moved("moved");
    }

    void stayed(Candidate candidate, String outcome, String reason) {
        meters.moved(outcome);
        LOG.warn("Not moved to the control plane at {}: {}", candidate, reason);
    }

    /** @param outcome {@code unknown}, {@code needless} or {@code too-soon} */
    void moveRefused(Move move, String outcome) {
        meters.moved(outcome);
        LOG.debug("Not moved to '{}': {}", Answers.bounded(move.getAddress()), outcome);
    }

    private void show() {
        meters.replicas(serving.candidates(), Optional.ofNullable(followed));
    }

    private void once(String format, String who, String what) {
        if (logged.size() < MAX_REMEMBERED && logged.add(format + who + what)) {
            LOG.warn(format, who, what);
        }
    }
}
