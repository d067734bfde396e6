package dev.sluice.translate.ingress;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.Upstream.Balancing;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedIngress.PortNumber;
import dev.sluice.state.ObservedIngress.ServiceBackend;
import dev.sluice.state.ObservedIngress.ServicePort;
import dev.sluice.state.ObservedService;
import dev.sluice.state.Problem;
import dev.sluice.translate.fragment.Backing;
import dev.sluice.translate.fragment.Claim;
import dev.sluice.translate.fragment.Fragment;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The default backend that the operator has set for everything that no Ingress has a rule for. */
public final class DefaultBackends {
    private static final String SETTING = "setting default-backend-service";

    private DefaultBackends() {}

    /** The Service that the setting names. */
    public static Optional<ObjectKey> service(IngressSettings settings) {
        return settings.defaultBackend().map(named -> BackendResolver.serviceKey(named.namespace(), named.service()));
    }

    /** Where it leads now; empty if none is set. */
    public static Optional<Destination> destination(IngressSettings settings, ClusterState state) {
        BackendResolver resolver = new BackendResolver(
                settings,
                state,
                Balancing.ROUND_ROBIN,
                Optional.empty(),
                BackendTls.DEFAULT,
                Optional.empty(),
                SETTING);
        return settings.defaultBackend().map(named -> {
            ServicePort port = new PortNumber(named.port().orElseGet(() -> firstPort(settings, state)));
            return resolver.resolve(named.namespace(), new ServiceBackend(named.service(), port), "");
        });
    }

    /** The rule that takes what no host is known for. */
    public static Fragment fragment(ObjectKey service, Destination destination, Set<FleetName> fleets) {
        HttpRoute route = new HttpRoute(
                RouteKeys.of(service, "*", "Default", "", 0),
                IngressTranslator.LISTENERS,
                HostMatch.ANY,
                HostSettings.DEFAULT,
                HttpMatch.path(new PathMatch.Otherwise()),
                destination.action(),
                List.of(),
                new RuleOrder(RuleOrder.UNWRITTEN, service.path(), 0),
                service);
        List<Backing> backings =
                destination instanceof Destination.Reachable(Backing backing) ? List.of(backing) : List.of();
        List<Problem> problems =
                destination instanceof Destination.Broken broken ? List.of(broken.problem()) : List.of();
        return new Fragment(
                fleets, List.of(new Claim(route, "")), List.of(), backings, List.of(), Set.of(), problems, Set.of());
    }

    /** As ingress-nginx takes it; 0, which no Service has, for a Service without ports. */
    private static int firstPort(IngressSettings settings, ClusterState state) {
        return service(settings).flatMap(state::service).stream()
                .flatMap(found -> found.ports().stream())
                .mapToInt(ObservedService.Port::number)
                .findFirst()
                .orElse(0);
    }
}
