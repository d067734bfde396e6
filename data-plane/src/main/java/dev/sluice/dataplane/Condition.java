package dev.sluice.dataplane;

import dev.sluice.admin.Readiness;
import dev.sluice.compile.Waiting;
import dev.sluice.key.HostName;
import dev.sluice.resource.HostMatch;
import dev.sluice.sync.SyncSettings.LastGood;
import dev.sluice.sync.SyncStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a data plane is ready, and what is missing. */
final class Condition {
    /** So many of those that wait are named. */
    private static final int MAX_NAMED = 3;

    private Condition() {}

    static Readiness readiness(SyncStatus status, LastGood lastGood, boolean bound, boolean warm, boolean draining) {
        List<String> missing = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        switch (status.origin()) {
            case NOTHING -> missing.add("no configuration has come yet");
            case STALE_DISK -> (lastGood.readyWhenStale() ? notes : missing).add(tooOld(status));
            case DISK, CONTROL_PLANE -> {}
        }
        Waiting waiting = status.compiled().waiting();
        if (!waiting.nobody()) {
            (lastGood.readyWithoutKeys() ? notes : missing).add(keysMissing(waiting));
        }
        if (!bound) {
            missing.add("no port for traffic is open yet");
        }
        if (!warm) {
            missing.add("it is warming up (sluice.data-plane.warm-up)");
        }
        if (draining) {
            missing.add("draining");
        }
        return new Readiness(missing, notes, status.version().toString());
    }

    private static String tooOld(SyncStatus status) {
        return "the configuration is the last good state of "
                + status.confirmedAt().map(Object::toString).orElse("an unknown time")
                + ", which is too old (sluice.data-plane.last-good-state.max-age)";
    }

    private static String keysMissing(Waiting waiting) {
        String hosts =
                waiting.hosts().isEmpty() ? "" : waiting.hosts().size() + " HTTPS hosts (" + named(waiting) + ")";
        String upstreams =
                waiting.upstreams().isEmpty() ? "" : waiting.upstreams().size() + " upstreams";
        return hosts + (hosts.isEmpty() || upstreams.isEmpty() ? "" : " and ") + upstreams
                + " wait for a control plane: the last good state does not give their private keys away"
                + " (SLUICE_STATE_KEY); HTTP is served";
    }

    private static String named(Waiting waiting) {
        return waiting.hosts().stream().limit(MAX_NAMED).map(Condition::text).collect(Collectors.joining(", "))
                + (waiting.hosts().size() > MAX_NAMED ? ", ..." : "");
    }

    private static String text(HostMatch host) {
        return switch (host) {
            case HostMatch.Any any -> "any name";
            case HostMatch.Exact(HostName name) -> name.value();
            case HostMatch.OneLabel(HostName parent) -> "*." + parent.value();
            case HostMatch.Suffix(HostName parent) -> "*." + parent.value();
        };
    }
}
