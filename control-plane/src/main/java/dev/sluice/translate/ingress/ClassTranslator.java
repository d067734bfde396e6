package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Flaw;
import dev.sluice.state.ObservedConfigMap;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedIngressClass.Parameters;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an IngressClass. It is ours by {@code spec.controller}, whatever its name; parameters that cannot be read are
 * Problems, and the rest applies. {@code is-default-class} is not looked at: the API server's admission turns it into
 * {@code spec.ingressClassName} when an Ingress is created, and Ingresses older than the default keep no class. Where there
 * is no API server, whoever reads the manifests has to do the same before they come here.
 */
public final class ClassTranslator {
    private ClassTranslator() {}

    /** The class that an Ingress depends on, whether it exists or not. */
    public static Optional<ObjectKey> named(IngressSettings settings, ObservedIngress ingress) {
        return Ownership.namedClass(settings, ingress);
    }

    /** The class that an Ingress names by the annotation which is older than the field; it counts only where that is unset. */
    public static Optional<String> legacy(ObservedIngress ingress) {
        return Ownership.legacy(ingress);
    }

    /** What the class means now. */
    public static ClassStanding standing(IngressSettings settings, ClusterState state, ObservedIngressClass observed) {
        return standing(settings, state, observed, Writing.UNHEARD);
    }

    /** The same, telling which parameters are in force. */
    static ClassStanding standing(
            IngressSettings settings, ClusterState state, ObservedIngressClass observed, Writing writing) {
        if (!observed.controller().equals(settings.controllerClass())) {
            return ClassStanding.FOREIGN;
        }
        List<Problem> problems = new ArrayList<>();
        Optional<ObjectKey> reference = observed.parameters().flatMap(named -> reference(observed, named, problems));
        ClassSettings read = reference
                .flatMap(key -> configMap(state, observed, key, problems))
                .map(map -> read(observed.key(), map, problems, writing))
                .orElse(ClassSettings.DEFAULT);
        return new ClassStanding(true, read, problems, reference.map(Set::of).orElse(Set.of()));
    }

    private static Optional<ObjectKey> reference(
            ObservedIngressClass observed, Parameters named, List<Problem> problems) {
        boolean configMap = named.apiGroup().isEmpty()
                && named.kind().equals("ConfigMap")
                && !named.namespace().isEmpty();
        if (!configMap) {
            String found = (named.apiGroup().isEmpty() ? "" : named.apiGroup() + "/")
                    + named.kind()
                    + (named.namespace().isEmpty() ? " of scope Cluster" : "");
            problems.add(
                    new Flaw("spec.parameters", found, "expected a ConfigMap of scope Namespace; defaults are in force")
                            .problem(Severity.ERROR, observed.key()));
            return Optional.empty();
        }
        return Optional.of(ObjectKey.of(ObjectKind.CONFIG_MAP, named.namespace(), named.name()));
    }

    private static Optional<ObservedConfigMap> configMap(
            ClusterState state, ObservedIngressClass observed, ObjectKey key, List<Problem> problems) {
        Optional<ObservedConfigMap> found = state.configMap(key);
        if (found.isEmpty()) {
            String missing = state.read(key) ? " does not exist" : " has not been read yet";
            problems.add(new Problem(
                    Severity.ERROR,
                    observed.key().toString(),
                    "spec.parameters",
                    "ParametersNotFound",
                    key + missing + "; defaults are in force"));
        }
        return found;
    }

    private static ClassSettings read(
            ObjectKey ingressClass, ObservedConfigMap map, List<Problem> problems, Writing writing) {
        map.flaws().forEach(flaw -> problems.add(flaw.problem(Severity.ERROR, map.key())));
        ClassSettings settings = ClassSettings.DEFAULT;
        for (Map.Entry<String, String> entry : map.data().entrySet()) {
            HttpsSettings before = settings.https();
            int complaints = problems.size();
            settings = set(settings, map.key(), entry, problems);
            if (problems.size() == complaints && before.decided(entry.getKey(), settings.https())) {
                writing.wrote(entry.getKey(), new Origin.ClassParameter(ingressClass, map.key(), entry.getKey()));
            }
        }
        return settings;
    }

    private static ClassSettings set(
            ClassSettings settings, ObjectKey map, Map.Entry<String, String> entry, List<Problem> problems) {
        String field = "data[" + entry.getKey() + "]";
        Optional<Parameter> parameter = Parameter.of(entry.getKey());
        if (parameter.isEmpty()) {
            problems.add(
                    new Flaw(field, entry.getKey(), "expected one of the keys " + Parameter.keys() + "; it is ignored")
                            .problem(Severity.ERROR, map));
            return settings;
        }
        return parameter.get().reader().set(settings, entry.getValue()).orElseGet(() -> {
            problems.add(new Flaw(
                            field,
                            entry.getValue(),
                            "expected " + parameter.get().expected() + "; the default is in force")
                    .problem(Severity.ERROR, map));
            return settings;
        });
    }
}
