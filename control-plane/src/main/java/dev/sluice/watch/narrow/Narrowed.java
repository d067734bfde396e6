package dev.sluice.watch.narrow;

import dev.sluice.state.Flaw;
import dev.sluice.state.ObservedObject;
import java.util.List;

/** What became of one tree. */
public sealed interface Narrowed {
    /**
     * It is of a kind that is watched. One object, but for a legacy Endpoints object: that gives one slice for each
     * distinct list of ports.
     */
    record Seen(List<ObservedObject> objects) implements Narrowed {
        public Seen {
            objects = List.copyOf(objects);
        }
    }

    /** It is of another kind: a Deployment, a Namespace. */
    record Ignored(String apiVersion, String kind) implements Narrowed {}

    /** Nobody can say which object it is. */
    record Unidentified(List<Flaw> flaws) implements Narrowed {
        public Unidentified {
            flaws = List.copyOf(flaws);
        }
    }
}
