package dev.sluice.dataplane;

import dev.sluice.admin.Readiness;
import dev.sluice.sync.SyncStatus;
import java.util.ArrayList;
import java.util.List;

/** Whether a data plane is ready, and what is missing. */
final class Condition {
    private Condition() {}

    static Readiness readiness(SyncStatus status, boolean readyWhenStale, boolean bound, boolean draining) {
        List<String> missing = new ArrayList<>();
        switch (status.origin()) {
            case NOTHING -> missing.add("no configuration has come yet");
            case STALE_DISK -> {
                if (!readyWhenStale) {
                    missing.add("the configuration is the last good state of "
                            + status.confirmedAt().map(Object::toString).orElse("an unknown time")
                            + ", which is too old (sluice.data-plane.last-good-state.max-age)");
                }
            }
            case DISK, CONTROL_PLANE -> {}
        }
        if (!bound) {
            missing.add("no port for traffic is open yet");
        }
        if (draining) {
            missing.add("draining");
        }
        return new Readiness(missing, status.version().toString());
    }
}
