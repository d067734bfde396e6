package dev.sluice.state;

import dev.sluice.key.ObjectKey;
import java.util.List;
import java.util.Optional;

/**
 * An Ingress (networking.k8s.io/v1).
 *
 * @param className {@code spec.ingressClassName}; the legacy annotation is in {@link Meta#annotations}
 * @param published {@code status.loadBalancer.ingress} as it stands in the API server
 */
public record ObservedIngress(
        ObjectKey key,
        Meta meta,
        Optional<String> className,
        Optional<Backend> defaultBackend,
        List<Rule> rules,
        List<Tls> tls,
        List<LoadBalancerAddress> published,
        List<Flaw> flaws)
        implements ObservedObject {
    public ObservedIngress {
        rules = List.copyOf(rules);
        tls = List.copyOf(tls);
        published = List.copyOf(published);
        flaws = List.copyOf(flaws);
    }

    @Override
    public ObservedIngress withMeta(Meta next) {
        return new ObservedIngress(key, next, className, defaultBackend, rules, tls, published, flaws);
    }

    /**
     * One entry of {@code spec.rules}.
     *
     * @param host as written, wildcard included; empty if the rule names none
     * @param paths empty if the rule has no {@code http}
     */
    public record Rule(Optional<String> host, List<Path> paths) {
        public Rule {
            paths = List.copyOf(paths);
        }
    }

    /** One entry of {@code http.paths}; {@code path} may be empty only for {@link PathType#IMPLEMENTATION_SPECIFIC}. */
    public record Path(String path, PathType type, Backend backend) {}

    /** {@code pathType}. */
    public enum PathType {
        EXACT,
        PREFIX,
        IMPLEMENTATION_SPECIFIC
    }

    /** Where a path or a default goes. */
    public sealed interface Backend {}

    /** A Service of the same namespace. */
    public record ServiceBackend(String name, ServicePort port) implements Backend {}

    /** Any other object of the same namespace ({@code backend.resource}). */
    public record ResourceBackend(String apiGroup, String kind, String name) implements Backend {}

    /** Nothing that can be read; the object's flaws say what was there. */
    public record UnreadableBackend() implements Backend {}

    /** Which port of the Service, by its number or by its name (never the target port). */
    public sealed interface ServicePort {}

    public record PortNumber(int number) implements ServicePort {}

    public record PortName(String name) implements ServicePort {}

    /** One entry of {@code spec.tls}. */
    public record Tls(List<String> hosts, Optional<String> secretName) {
        public Tls {
            hosts = List.copyOf(hosts);
        }
    }
}
