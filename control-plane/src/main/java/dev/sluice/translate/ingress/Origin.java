package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;

/** Where the value of a setting comes from. */
public sealed interface Origin {
    /** What holds where nobody has said anything. */
    Origin DEFAULT = new Default();

    /** An annotation of the object. */
    record Annotation(ObjectKey object, String key) implements Origin {}

    /**
     * A parameter of a class.
     *
     * @param map in whose data it is written
     */
    record ClassParameter(ObjectKey ingressClass, ObjectKey map, String key) implements Origin {}

    /** A field of an object's specification. */
    record Field(ObjectKey object, String path) implements Origin {}

    /** The same for all. */
    record Default() implements Origin {}
}
