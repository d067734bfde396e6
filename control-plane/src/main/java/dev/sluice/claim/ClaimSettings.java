package dev.sluice.claim;

import java.time.Duration;

/**
 * How claims are written and looked at.
 *
 * @param id where this control plane's is kept; without a namespace none is written, and others' are seen all the same
 * @param look between two looks, and two renewals
 * @param ttl for which a claim stands without a renewal; longer than {@code look}
 * @param timeout of one look with its renewal
 */
public record ClaimSettings(ClaimId id, Duration look, Duration ttl, Duration timeout) {
    boolean announced() {
        return !id.namespace().isEmpty();
    }
}
