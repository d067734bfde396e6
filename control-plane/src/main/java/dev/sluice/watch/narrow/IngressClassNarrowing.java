package dev.sluice.watch.narrow;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedIngressClass.Parameters;
import dev.sluice.state.ObservedObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** IngressClass, networking.k8s.io/v1. */
final class IngressClassNarrowing {
    private static final Set<String> SPEC = Set.of("controller", "parameters");
    private static final Set<String> PARAMETERS = Set.of("apiGroup", "kind", "name", "namespace", "scope");
    private static final String DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";

    private IngressClassNarrowing() {}

    static List<ObservedObject> narrow(ObjectKey key, Meta meta, Field root, Flaws flaws) {
        Field spec = root.at("spec");
        spec.object();
        spec.allowOnly(SPEC);
        String controller = spec.at("controller")
                .requiredText("expected the name of a controller, as sluice.dev/ingress-controller");
        Optional<Parameters> parameters = parameters(spec.at("parameters"));
        return List.of(new ObservedIngressClass(key, meta, controller, isDefault(root, meta), parameters, flaws.all()));
    }

    private static boolean isDefault(Field root, Meta meta) {
        String value = meta.annotations().getOrDefault(DEFAULT_CLASS, "false");
        if (!value.equals("true") && !value.equals("false")) {
            root.at("metadata").at("annotations").entry(DEFAULT_CLASS).flaw("expected \"true\" or \"false\"");
        }
        return value.equals("true");
    }

    private static Optional<Parameters> parameters(Field field) {
        if (!field.object()) {
            return Optional.empty();
        }
        field.allowOnly(PARAMETERS);
        String scope = field.at("scope").text().orElse("Cluster");
        String namespace = field.at("namespace").text().orElse("");
        if (!scope.equals("Cluster") && !scope.equals("Namespace")) {
            field.at("scope").flaw("expected Cluster or Namespace");
        } else if (scope.equals("Namespace") == namespace.isEmpty()) {
            field.at("namespace").flaw("a namespace is required with scope Namespace, and only with it");
        }
        return Optional.of(new Parameters(
                field.at("apiGroup").text().orElse(""),
                field.at("kind").requiredText("expected the kind of the parameters"),
                namespace,
                field.at("name").requiredText("expected the name of the parameters")));
    }
}
