package dev.sluice.translate;

import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedIngress;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * The last valid specification of every Ingress, by uid. It is what stays in force while an object is invalid, and it is
 * shared among replicas: of two specifications of one object the one with the higher resource version is remembered.
 */
public record Memory(HashPMap<String, ObservedIngress> valid) {
    public static final Memory NOTHING = new Memory(HashTreePMap.empty());

    public Optional<ObservedIngress> of(String uid) {
        return Optional.ofNullable(valid.get(uid));
    }

    /** This memory and all that another replica remembers. */
    public Memory merge(Memory other) {
        Memory merged = this;
        for (ObservedIngress theirs : other.valid.values()) {
            merged = merged.with(theirs);
        }
        return merged;
    }

    /** This memory and what another replica remembers of the Ingresses that are in the state: the same objects, by uid. */
    public Memory merge(Memory other, ClusterState state) {
        Memory merged = this;
        for (Map.Entry<String, ObservedIngress> theirs : other.valid.entrySet()) {
            Optional<ObservedIngress> ours = state.ingress(theirs.getValue().key());
            boolean same = ours.isPresent() && ours.get().meta().uid().equals(theirs.getKey());
            merged = same ? merged.with(theirs.getValue()) : merged;
        }
        return merged;
    }

    /** Remembers a valid specification unless a newer one is known; where numbers say nothing, the later call wins. */
    Memory with(ObservedIngress ingress) {
        String uid = ingress.meta().uid();
        ObservedIngress known = valid.get(uid);
        boolean keep = known != null && (known.equals(ingress) || newer(known, ingress));
        return keep ? this : new Memory(valid.plus(uid, ingress));
    }

    /** With exactly what {@code other} has of that object. */
    Memory copying(String uid, Memory other) {
        ObservedIngress theirs = other.valid.get(uid);
        if (theirs == null) {
            return without(uid);
        }
        return theirs.equals(valid.get(uid)) ? this : new Memory(valid.plus(uid, theirs));
    }

    Memory without(String uid) {
        return valid.containsKey(uid) ? new Memory(valid.minus(uid)) : this;
    }

    private static boolean newer(ObservedIngress left, ObservedIngress right) {
        Optional<BigInteger> leftNumber = number(left.meta().resourceVersion());
        Optional<BigInteger> rightNumber = number(right.meta().resourceVersion());
        return leftNumber.isPresent()
                && rightNumber.isPresent()
                && leftNumber.get().compareTo(rightNumber.get()) > 0;
    }

    /** Resource versions are decimal numbers that may be compared (KEP-5504); manifests have none. */
    private static Optional<BigInteger> number(String resourceVersion) {
        boolean digits = !resourceVersion.isEmpty() && resourceVersion.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(new BigInteger(resourceVersion)) : Optional.empty();
    }
}
