package dev.sluice.watch.manifest;

import dev.sluice.state.Flaw;
import dev.sluice.state.ObservedObject;
import java.util.List;

/**
 * What one file (or another text) contains.
 *
 * @param source the file's name as a person would write it
 * @param parsed false if the text is no YAML or JSON: then there are no objects, and a fault says where it breaks
 * @param objects of the watched kinds, in the order of the text; those with flaws included
 * @param faults what belongs to no object: syntax errors, documents that are not objects or have no name
 */
public record Manifests(String source, boolean parsed, List<ObservedObject> objects, List<Flaw> faults) {
    public Manifests {
        objects = List.copyOf(objects);
        faults = List.copyOf(faults);
    }

    static Manifests broken(String source, Flaw fault) {
        return new Manifests(source, false, List.of(), List.of(fault));
    }
}
