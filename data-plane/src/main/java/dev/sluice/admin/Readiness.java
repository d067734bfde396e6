package dev.sluice.admin;

import java.util.List;

/**
 * Whether a load balancer should send requests.
 *
 * @param missing what stands in the way, for people; ready if empty
 * @param notes what is not as it should be and stands in nobody's way
 * @param version what is served
 */
public record Readiness(List<String> missing, List<String> notes, String version) {
    public Readiness {
        missing = List.copyOf(missing);
        notes = List.copyOf(notes);
    }

    public boolean ready() {
        return missing.isEmpty();
    }
}
