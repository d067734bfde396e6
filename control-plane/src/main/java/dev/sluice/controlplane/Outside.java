package dev.sluice.controlplane;

import dev.sluice.status.StatusTarget;
import dev.sluice.watch.ObjectSource;
import java.util.Optional;

/**
 * What a control plane works with that is not itself.
 *
 * @param source of objects; is closed with the control plane
 * @param statusTarget where statuses of Ingresses are written; empty for a source that has no status
 */
public record Outside(ObjectSource source, Optional<StatusTarget> statusTarget) {
    /** A source and nothing else: no status is written. */
    public static Outside of(ObjectSource source) {
        return new Outside(source, Optional.empty());
    }
}
