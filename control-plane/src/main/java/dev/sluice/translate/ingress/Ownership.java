package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.ObservedIngress;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whose an Ingress is: the class it names, and that class's controller, decide (networking/v1 IngressSpec
 * {@code ingressClassName}, IngressClassSpec {@code controller}).
 */
sealed interface Ownership {
    /** The annotation that named the class before the field existed; it counts only where the field is unset. */
    String LEGACY_ANNOTATION = "kubernetes.io/ingress.class";

    /** Ours, with what its class sets. */
    record Ours(ClassSettings settings) implements Ownership {}

    /** Another controller's: nothing is said about it. */
    record Foreign() implements Ownership {}

    /** It names a class that does not exist. */
    record Orphan(ObjectKey missing) implements Ownership {}

    /** It names no class. */
    record Unclassed() implements Ownership {}

    /** The class an Ingress depends on, whether it exists or not. */
    static Optional<ObjectKey> namedClass(IngressSettings settings, ObservedIngress ingress) {
        return ingress.className()
                .or(() -> legacy(ingress))
                .or(() -> settings.watchIngressWithoutClass()
                        ? Optional.of(settings.ingressClassName())
                        : Optional.empty())
                .map(name -> ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, name));
    }

    /** @param classes what a class means; empty if there is none of that name */
    static Ownership of(
            IngressSettings settings, ObservedIngress ingress, Function<ObjectKey, Optional<ClassStanding>> classes) {
        Optional<ObjectKey> named = namedClass(settings, ingress);
        if (named.isEmpty()) {
            return new Unclassed();
        }
        Optional<ClassStanding> standing = classes.apply(named.get());
        if (ingress.className().isPresent()) {
            return standing.map(Ownership::byController).orElseGet(() -> new Orphan(named.get()));
        }
        if (legacy(ingress).isPresent()) {
            return standing.map(Ownership::byController).orElseGet(() -> byName(settings, named.get()));
        }
        return new Ours(standing.filter(ClassStanding::ours)
                .map(ClassStanding::settings)
                .orElse(ClassSettings.DEFAULT));
    }

    /** The class that it names by the annotation. */
    static Optional<String> legacy(ObservedIngress ingress) {
        return Optional.ofNullable(ingress.meta().annotations().get(LEGACY_ANNOTATION))
                .filter(name -> !name.isBlank());
    }

    private static Ownership byController(ClassStanding standing) {
        return standing.ours() ? new Ours(standing.settings()) : new Foreign();
    }

    /** The annotation is older than IngressClass objects: the name that this Sluice goes by needs none. */
    private static Ownership byName(IngressSettings settings, ObjectKey named) {
        return named.name().equals(settings.ingressClassName()) ? new Ours(ClassSettings.DEFAULT) : new Orphan(named);
    }
}
