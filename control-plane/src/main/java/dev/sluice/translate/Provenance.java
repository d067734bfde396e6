package dev.sluice.translate;

import dev.sluice.resource.Resource;
import java.util.List;
import java.util.Optional;

/**
 * What is set for the requests of one rule, and where that was written.
 *
 * @param field of the rule in its object, as {@code spec.rules[0].http.paths[1]}
 * @param settings as they are served
 * @param foreign of what is served, what this translation did not make so: nothing of it is known but its values
 */
public record Provenance(Optional<String> field, List<InForce> settings, List<Resource> foreign) {
    public static final Provenance NOTHING = new Provenance(Optional.empty(), List.of(), List.of());

    public Provenance {
        settings = List.copyOf(settings);
        foreign = List.copyOf(foreign);
    }
}
