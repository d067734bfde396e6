package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Refusal.Cause;
import dev.sluice.resource.Route;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.WeightedBackend;
import dev.sluice.state.Flaw;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngress.Backend;
import dev.sluice.state.ObservedIngress.Path;
import dev.sluice.state.ObservedIngress.PathType;
import dev.sluice.state.ObservedIngress.Rule;
import dev.sluice.state.ObservedIngress.ServiceBackend;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import dev.sluice.translate.fragment.Backing;
import dev.sluice.translate.fragment.Claim;
import dev.sluice.translate.fragment.Fragment;
import dev.sluice.translate.fragment.HostClaim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The fragment of one Ingress of ours while it is being written. Lives for one call. */
final class IngressDraft {
    private final Surroundings around;
    private final ClassSettings classSettings;
    private final ObservedIngress ingress;
    private final Meta meta;
    private final List<RoutePolicy> policies;
    private final List<RoutePolicy> withCertificate;
    private final TlsDraft tls;
    private final Optional<Refusal> refusal;
    private final BackendResolver resolver;

    private final List<Claim> claims = new ArrayList<>();
    private final List<StreamRoute> streams = new ArrayList<>();
    private final List<HostClaim> hosts = new ArrayList<>();
    private final Set<Backing> backings = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<ObjectKey> dependsOn = new TreeSet<>();
    private final Map<String, Integer> ordinals = new HashMap<>();

    /**
     * @param meta of the object as it is now, for its age
     * @param refusal the answer of every rule; empty to serve
     */
    IngressDraft(
            Surroundings around,
            ClassSettings classSettings,
            ObservedIngress ingress,
            Meta meta,
            Annotations asked,
            TlsDraft tls,
            Optional<Refusal> refusal) {
        this.around = around;
        this.classSettings = classSettings;
        this.ingress = ingress;
        this.meta = meta;
        this.policies = asked.policies();
        this.withCertificate = asked.https().withCertificate();
        this.tls = tls;
        this.refusal = refusal;
        this.resolver = new BackendResolver(
                around.settings(),
                around.state(),
                classSettings.balancing(),
                asked.tls().protocol(),
                tls.backend(),
                asked.proxyProtocol(),
                ingress.key().toString());
    }

    void add(List<Problem> more) {
        problems.addAll(more);
    }

    Fragment fragment() {
        problems.addAll(tls.problems());
        dependsOn.addAll(tls.secrets());
        return new Fragment(
                classSettings.fleets(),
                claims,
                streams,
                List.copyOf(backings),
                hosts,
                tls.materials(),
                problems,
                dependsOn);
    }

    /** Every rule, then what each host does with other paths. */
    void claimAll() {
        if (ingress.rules().isEmpty()) {
            catchAll();
            hosts.addAll(tls.claims(Set.of(HostMatch.ANY)));
            return;
        }
        Map<HostMatch, Boolean> ruled = new LinkedHashMap<>(); // to whether some path of it is claimed
        for (int i = 0; i < ingress.rules().size(); i++) {
            rule(ingress.rules().get(i), "spec.rules[" + i + "]", ruled);
        }
        ruled.forEach(this::otherwise);
        hosts.addAll(tls.claims(ruled.keySet()));
    }

    private void rule(Rule rule, String field, Map<HostMatch, Boolean> hosts) {
        Optional<HostMatch> host = HostRule.parse(rule.host());
        if (host.isEmpty()) {
            problems.add(new Flaw(field + ".host", rule.host().orElse(""), HostRule.EXPECTED + "; the rule is left out")
                    .problem(Severity.ERROR, ingress.key()));
            return;
        }
        int before = claims.size();
        for (int j = 0; j < rule.paths().size(); j++) {
            path(host.get(), rule.paths().get(j), field + ".http.paths[" + j + "]");
        }
        hosts.merge(host.get(), claims.size() > before, Boolean::logicalOr);
    }

    private void path(HostMatch host, Path path, String field) {
        String text = path.path().isEmpty() ? "/" : path.path();
        if (!text.startsWith("/")) {
            problems.add(new Flaw(field + ".path", text, "expected a path that begins with '/'; the rule is left out")
                    .problem(Severity.ERROR, ingress.key()));
            return;
        }
        PathMatch match = switch (path.type()) {
            case EXACT -> new PathMatch.Exact(text);
            // Up to the class (networking/v1 PathType); ours reads it as Prefix.
            case PREFIX, IMPLEMENTATION_SPECIFIC -> new PathMatch.Prefix(text);
        };
        RouteAction action = action(path.backend(), field + ".backend");
        claim(host, text(path.type()), match, action, field, meta.createdAtEpochSecond());
        if (tls.passthrough() && !(match instanceof PathMatch.Exact)) {
            passThrough(host, text, action, field);
        }
    }

    /** Within TLS that is not terminated there are no paths: the one of the whole host is it. */
    private void passThrough(HostMatch host, String path, RouteAction action, String field) {
        if (!path.equals("/") || host instanceof HostMatch.Any) {
            problem(
                    Severity.WARNING,
                    field,
                    "NotPassedThrough",
                    "TLS is passed through to the backend of path / of a named host; this path is served by HTTP only");
        } else if (action instanceof RouteAction.Forward(List<WeightedBackend> backends)) {
            String hostText = Route.hostText(host);
            streams.add(new StreamRoute(
                    RouteKeys.of(ingress.key(), hostText, "Passthrough", "", next(hostText + "|passthrough")),
                    List.of(IngressTranslator.PASSTHROUGH),
                    host,
                    backends,
                    new RuleOrder(meta.createdAtEpochSecond(), ingress.key().path(), 0),
                    ingress.key()));
        }
    }

    private static String text(PathType type) {
        return switch (type) {
            case EXACT -> "Exact";
            case PREFIX -> "Prefix";
            case IMPLEMENTATION_SPECIFIC -> "ImplementationSpecific";
        };
    }

    /** An Ingress without rules: its default backend takes what no rule of any Ingress is for. */
    private void catchAll() {
        if (ingress.defaultBackend().isEmpty()) {
            problem(Severity.WARNING, "spec", "NoRules", "there are neither rules nor a default backend");
        } else if (around.settings().disableCatchAll()) {
            problem(
                    Severity.WARNING,
                    "spec.defaultBackend",
                    "CatchAllDisabled",
                    "this controller is set to leave out Ingresses without rules");
        } else {
            otherwise(HostMatch.ANY, true);
        }
    }

    /** What a host does with paths that no rule is for. */
    private void otherwise(HostMatch host, boolean claimed) {
        PathMatch match = new PathMatch.Otherwise();
        Optional<Backend> own = ingress.defaultBackend();
        if (own.isPresent()) {
            RouteAction action = action(own.get(), "spec.defaultBackend");
            claim(host, "Default", match, action, "spec.defaultBackend", meta.createdAtEpochSecond());
        } else if (around.fallback().isPresent()) {
            claim(host, "Default", match, fallback(around.fallback().get()), "spec.rules", RuleOrder.UNWRITTEN);
        } else if (!claimed) {
            // A host without paths is known all the same: its requests do not meet the rules for any host.
            RouteAction nobody = new RouteAction.Respond(refusal.orElse(Refusal.notFound(Cause.NO_BACKEND)));
            claim(host, "Default", match, nobody, "spec.rules", RuleOrder.UNWRITTEN);
        }
    }

    private RouteAction fallback(Destination destination) {
        if (destination instanceof Destination.Reachable(Backing backing)) {
            backings.add(backing);
        }
        return destination.action(); // what is wrong with it is the setting's Problem, not the Ingress's
    }

    private RouteAction action(Backend backend, String field) {
        if (refusal.isPresent()) {
            return new RouteAction.Respond(refusal.get());
        }
        String namespace = ingress.key().namespace();
        if (backend instanceof ServiceBackend service) {
            dependsOn.add(BackendResolver.serviceKey(namespace, service.name()));
        }
        Destination destination = resolver.resolve(namespace, backend, field);
        switch (destination) {
            case Destination.Reachable(Backing backing) -> backings.add(backing);
            case Destination.Broken(Refusal why, Problem problem) -> problems.add(problem);
        }
        return destination.action();
    }

    private void claim(HostMatch host, String type, PathMatch match, RouteAction action, String field, long createdAt) {
        String hostText = Route.hostText(host);
        int ordinal = next(hostText + "|" + type + "|" + match.text());
        int place = next(hostText + "|" + match.getClass().getSimpleName() + ":|" + match.text());
        HttpRoute route = new HttpRoute(
                RouteKeys.of(ingress.key(), hostText, type, match.text(), ordinal),
                IngressTranslator.LISTENERS,
                host,
                classSettings.host(),
                HttpMatch.path(match),
                action,
                action instanceof RouteAction.Forward ? policies : List.of(),
                new RuleOrder(createdAt, ingress.key().path(), place),
                ingress.key());
        claims.add(new Claim(route, field, withCertificate));
    }

    private int next(String counted) {
        return ordinals.merge(counted, 1, Integer::sum) - 1;
    }

    private void problem(Severity severity, String field, String reason, String message) {
        problems.add(new Problem(severity, ingress.key().toString(), field, reason, message));
    }
}
