package dev.sluice.claim;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which Ingresses a control plane takes for its own.
 *
 * @param controllerClass {@code spec.controller} of its IngressClasses
 * @param ingressClass the class that the legacy annotation may name without an IngressClass of that name
 * @param withoutClass whether Ingresses that name no class are its own
 * @param watched the one namespace whose Ingresses it sees; empty for all
 * @param writesStatus whether it writes the status of Ingresses
 */
public record Claim(
        String controllerClass, String ingressClass, boolean withoutClass, String watched, boolean writesStatus) {

    /** What two control planes both take. */
    public enum Ground {
        /** All Ingresses of the IngressClasses of one controller class. */
        CONTROLLER_CLASS,
        /** Ingresses that name one class by the legacy annotation, where there is no IngressClass of that name. */
        INGRESS_CLASS,
        /** Ingresses that name no class. */
        WITHOUT_CLASS
    }

    /** What both take; empty if no Ingress can be both's. */
    Set<Ground> grounds(Claim other) {
        Set<Ground> grounds = EnumSet.noneOf(Ground.class);
        if (!watched.isEmpty() && !other.watched.isEmpty() && !watched.equals(other.watched)) {
            return grounds;
        }
        if (controllerClass.equals(other.controllerClass)) {
            grounds.add(Ground.CONTROLLER_CLASS);
        }
        if (ingressClass.equals(other.ingressClass)) {
            grounds.add(Ground.INGRESS_CLASS);
        }
        if (withoutClass && other.withoutClass) {
            grounds.add(Ground.WITHOUT_CLASS);
        }
        return grounds;
    }
}
