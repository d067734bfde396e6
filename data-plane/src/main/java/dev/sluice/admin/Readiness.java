package dev.sluice.admin;

import java.util.List;

/**
 * Whether a load balancer should send requests.
 *
 * @param missing what stands in the way, for people; ready if empty
 * @param version what is served
 */
public record Readiness(List<String> missing, String version) {
    public Readiness {
        missing = List.copyOf(missing);
    }

    public boolean ready() {
        return missing.isEmpty();
    }
}
