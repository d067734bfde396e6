package dev.sluice.state;

import dev.sluice.key.ObjectKey;
import java.util.List;

/** One object of a watched kind, narrowed to what translation needs. An object with flaws is invalid. */
public sealed interface ObservedObject
        permits ObservedIngress,
                ObservedIngressClass,
                ObservedService,
                ObservedSlice,
                ObservedSecret,
                ObservedConfigMap {
    ObjectKey key();

    Meta meta();

    /** What is wrong with the object's own text; empty for a valid object. */
    List<Flaw> flaws();

    /** This object with another's metadata. */
    ObservedObject withMeta(Meta meta);

    /** Whether translation sees no difference: all but the numbers that the API server counts up is equal. */
    default boolean alike(ObservedObject other) {
        return meta().alike(other.meta()) && equals(other.withMeta(meta()));
    }

    default boolean valid() {
        return flaws().isEmpty();
    }
}
