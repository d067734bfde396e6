package dev.sluice.state;

import dev.sluice.key.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * An IngressClass.
 *
 * @param controller {@code spec.controller}: ownership is by this string, never by the name of the class
 * @param isDefault annotation {@code ingressclass.kubernetes.io/is-default-class}
 */
public record ObservedIngressClass(
        ObjectKey key,
        Meta meta,
        String controller,
        boolean isDefault,
        Optional<Parameters> parameters,
        List<Flaw> flaws)
        implements ObservedObject {
    public ObservedIngressClass {
        flaws = List.copyOf(flaws);
    }

    @Override
    public ObservedIngressClass withMeta(Meta next) {
        return new ObservedIngressClass(key, next, controller, isDefault, parameters, flaws);
    }

    /** {@code spec.parameters}; {@code namespace} is empty for scope Cluster. */
    public record Parameters(String apiGroup, String kind, String namespace, String name) {}
}
