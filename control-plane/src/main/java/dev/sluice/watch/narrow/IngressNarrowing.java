package dev.sluice.watch.narrow;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngress.Backend;
import dev.sluice.state.ObservedIngress.Rule;
import dev.sluice.state.ObservedIngress.Tls;
import dev.sluice.state.ObservedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ingress, networking.k8s.io/v1: what the API server would accept (pkg/apis/networking/validation) and nothing else, for
 * a field that is dropped silently is a rule served otherwise than written.
 */
final class IngressNarrowing {
    private static final Set<String> OBJECT = Set.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final Set<String> SPEC = Set.of("ingressClassName", "defaultBackend", "rules", "tls");
    private static final Set<String> SPEC_OR_OLD =
            Set.of("ingressClassName", "defaultBackend", "rules", "tls", "backend");
    private static final Set<String> RULE = Set.of("host", "http");
    private static final Set<String> TLS = Set.of("hosts", "secretName");

    private IngressNarrowing() {}

    static List<ObservedObject> narrow(ObjectKey key, Meta meta, Field root, Flaws flaws) {
        root.allowOnly(OBJECT);
        Field spec = root.at("spec");
        Optional<String> className = className(spec.at("ingressClassName"));
        Optional<Backend> defaultBackend = defaultBackend(spec);
        List<Rule> rules = rules(spec.at("rules"), PathNarrowing.forAnnotations(meta.annotations()));
        List<Tls> tls = tls(spec.at("tls"));
        complete(spec);
        return List.of(new ObservedIngress(
                key,
                meta,
                className,
                defaultBackend,
                rules,
                tls,
                LoadBalancerNarrowing.published(root.at("status")),
                flaws.all()));
    }

    private static void complete(Field spec) {
        if (!spec.present()) {
            spec.flaw("expected spec with rules or defaultBackend");
            return;
        }
        if (!spec.object()) {
            return;
        }
        // An old `backend` is reported by name, not as unknown.
        spec.allowOnly(spec.at("backend").present() ? SPEC_OR_OLD : SPEC);
        boolean backend =
                spec.at("defaultBackend").present() || spec.at("backend").present();
        if (!backend && (!spec.at("rules").present() || spec.at("rules").value() instanceof List<?> l && l.isEmpty())) {
            spec.flaw("expected rules or defaultBackend");
        }
    }

    private static Optional<String> className(Field field) {
        Optional<String> name = field.text();
        if (name.isPresent() && !Names.subdomain(name.get())) {
            field.flaw("expected the name of an IngressClass, as sluice");
        }
        return name;
    }

    private static Optional<Backend> defaultBackend(Field spec) {
        Field old = spec.at("backend");
        if (old.present()) {
            old.flaw("networking.k8s.io/v1 has no backend here; write defaultBackend: " + BackendNarrowing.advice(old));
            return Optional.of(new ObservedIngress.UnreadableBackend());
        }
        Field field = spec.at("defaultBackend");
        return field.present() ? Optional.of(BackendNarrowing.narrow(field)) : Optional.empty();
    }

    private static List<Rule> rules(Field field, PathNarrowing paths) {
        List<Rule> rules = new ArrayList<>();
        for (Field rule : field.items()) {
            if (!rule.object()) {
                continue;
            }
            rule.allowOnly(RULE);
            int before = rule.flawsSoFar();
            Optional<String> host = HostNarrowing.narrow(rule.at("host"));
            boolean hostRead = rule.flawsSoFar() == before;
            List<ObservedIngress.Path> read = paths.narrow(rule.at("http"));
            // Without its host a rule would be for every host.
            if (hostRead) {
                rules.add(new Rule(host, read));
            }
        }
        return rules;
    }

    private static List<Tls> tls(Field field) {
        List<Tls> tls = new ArrayList<>();
        for (Field item : field.items()) {
            if (!item.object()) {
                continue;
            }
            item.allowOnly(TLS);
            List<String> hosts = new ArrayList<>();
            for (Field host : item.at("hosts").items()) {
                HostNarrowing.narrow(host).ifPresent(hosts::add);
            }
            tls.add(new Tls(hosts, item.at("secretName").text().filter(name -> !name.isEmpty())));
        }
        return tls;
    }
}
