package dev.sluice.translate.ingress;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.state.Problem;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * What an IngressClass means for the Ingresses that name it.
 *
 * @param ours whether {@code spec.controller} is our controller; otherwise nothing else here counts
 * @param references objects that should be read for it
 */
public record ClassStanding(boolean ours, ClassSettings settings, List<Problem> problems, Set<ObjectKey> references) {
    static final ClassStanding FOREIGN = new ClassStanding(false, ClassSettings.DEFAULT, List.of(), Set.of());

    public ClassStanding {
        problems = List.copyOf(problems);
    }

    /** The fleets whose tables get the class's Ingresses; at least one. */
    public SortedSet<FleetName> fleets() {
        return settings.fleets();
    }

    /** What status shows of the class's Ingresses; none for what it shows of classes that say nothing. */
    public PublishedAddresses publish() {
        return settings.publish();
    }

    /** Whether the Ingresses of the class mean the same with the other standing. */
    public boolean sameForIngresses(ClassStanding other) {
        return ours == other.ours && settings.equals(other.settings);
    }
}
