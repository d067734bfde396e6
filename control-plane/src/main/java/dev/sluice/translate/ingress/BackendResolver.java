package dev.sluice.translate.ingress;

import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Refusal.Cause;
import dev.sluice.resource.Upstream;
import dev.sluice.resource.Upstream.Balancing;
import dev.sluice.resource.Upstream.EndpointSource;
import dev.sluice.resource.Upstream.ProxyProtocol;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedIngress.Backend;
import dev.sluice.state.ObservedIngress.PortName;
import dev.sluice.state.ObservedIngress.PortNumber;
import dev.sluice.state.ObservedIngress.ResourceBackend;
import dev.sluice.state.ObservedIngress.ServiceBackend;
import dev.sluice.state.ObservedIngress.ServicePort;
import dev.sluice.state.ObservedIngress.UnreadableBackend;
import dev.sluice.state.ObservedService;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import dev.sluice.translate.fragment.Backing;
import java.util.Locale;
import java.util.Optional;

/**
 * Follows the backend references of one object. A broken one is an answer of its own path and a Problem, never an
 * exception.
 *
 * @param protocol what is spoken; empty for what Service ports say
 * @param tls how TLS is spoken, where it is
 * @param proxyProtocol what connections begin with; empty for nothing
 * @param object whose references they are: what Problems name
 */
record BackendResolver(
        IngressSettings settings,
        ClusterState state,
        Balancing balancing,
        Optional<BackendProtocol> protocol,
        BackendTls tls,
        Optional<ProxyProtocol> proxyProtocol,
        String object) {
    private static final String TCP = "TCP";

    static ObjectKey serviceKey(String namespace, String name) {
        return ObjectKey.of(ObjectKind.SERVICE, namespace, name);
    }

    /** @param field path of the backend in the object; may be empty */
    Destination resolve(String namespace, Backend backend, String field) {
        return switch (backend) {
            case ServiceBackend(String name, ServicePort port) ->
                service(serviceKey(namespace, name), port, under(field, "service"));
            case ResourceBackend(String group, String kind, String name) ->
                broken(
                        Refusal.notFound(Cause.UNKNOWN_BACKEND_KIND),
                        under(field, "resource"),
                        "UnknownBackendKind",
                        kind + (group.isEmpty() ? "" : "." + group) + " '" + name
                                + "' cannot be a backend; a Service can");
            case UnreadableBackend unreadable ->
                broken(Refusal.unavailable(Cause.INVALID_OBJECT), field, "Invalid", "the backend cannot be read");
        };
    }

    private static String under(String field, String name) {
        return field.isEmpty() ? name : field + "." + name;
    }

    private Destination service(ObjectKey key, ServicePort port, String field) {
        Optional<ObservedService> found = state.service(key);
        if (found.isEmpty()) {
            return broken(
                    Refusal.unavailable(Cause.SERVICE_NOT_FOUND),
                    field + ".name",
                    "ServiceNotFound",
                    key + " does not exist");
        }
        ObservedService service = found.get();
        return service.type() == ObservedService.Type.EXTERNAL_NAME
                ? external(service, port, field)
                : discovered(service, port, field);
    }

    private Destination discovered(ObservedService service, ServicePort port, String field) {
        return port(service, port)
                .map(named -> reachable(
                        service,
                        field,
                        named.number(),
                        named.name(),
                        named.appProtocol(),
                        new Upstream.Discovered(Backing.endpointSetKey(
                                service.key().namespace(), service.key().name(), named.name()))))
                .orElseGet(() -> noPort(service, port, field));
    }

    /** Such a Service needs no ports: the Ingress's number is enough. */
    private Destination external(ObservedService service, ServicePort port, String field) {
        Optional<HostName> name =
                settings.allowExternalName() ? ExternalNames.admitted(service.externalName()) : Optional.empty();
        if (name.isEmpty()) {
            String why = settings.allowExternalName()
                    ? " leads to '" + service.externalName() + "', which is local or no host name"
                    : " is of type ExternalName, which this controller is set to refuse";
            return broken(
                    Refusal.unavailable(Cause.SERVICE_REFUSED), field + ".name", "ServiceRefused", service.key() + why);
        }
        return number(service, port)
                .map(number -> reachable(
                        service,
                        field,
                        number,
                        "",
                        port(service, port)
                                .map(ObservedService.Port::appProtocol)
                                .orElse(""),
                        new Upstream.Resolved(name.get(), number)))
                .orElseGet(() -> noPort(service, port, field));
    }

    private static Optional<Integer> number(ObservedService service, ServicePort port) {
        return switch (port) {
            case PortNumber(int number) -> Optional.of(number).filter(n -> n >= 1 && n <= 65535);
            case PortName name -> port(service, port).map(ObservedService.Port::number);
        };
    }

    private static Optional<ObservedService.Port> port(ObservedService service, ServicePort wanted) {
        return service.ports().stream()
                .filter(port -> port.protocol().equals(TCP))
                .filter(port -> switch (wanted) {
                    case PortNumber(int number) -> port.number() == number;
                    case PortName(String name) -> port.name().equals(name);
                })
                .findFirst();
    }

    private Destination reachable(
            ObservedService service,
            String field,
            int number,
            String portName,
            String appProtocol,
            EndpointSource endpoints) {
        BackendProtocol spoken = protocol.orElseGet(() -> BackendProtocol.ofServicePort(appProtocol));
        if (proxyProtocol.isPresent() && spoken.app() != Upstream.AppProtocol.HTTP1) {
            return broken(
                    Refusal.unavailable(Cause.SERVICE_REFUSED),
                    field,
                    "ProxyProtocolRefused",
                    "a connection of HTTP/2 carries many clients' requests and a PROXY header names one:"
                            + " sluice.dev/upstream-proxy-protocol expects HTTP/1 backends");
        }
        String id = service.key().path() + ":" + number
                + switch (balancing) {
                    case ROUND_ROBIN -> "";
                    case LEAST_REQUEST -> "@least-request";
                }
                + spoken.id()
                + proxyProtocol
                        .map(version -> "@proxy-" + version.name().toLowerCase(Locale.ROOT))
                        .orElse("")
                + (spoken.tls() ? tls.id() : "");
        Optional<HostName> external =
                endpoints instanceof Upstream.Resolved(HostName name, int port) ? Optional.of(name) : Optional.empty();
        Upstream upstream = new Upstream(
                new UpstreamKey(id),
                service.key(),
                endpoints,
                spoken.app(),
                spoken.tls() ? Optional.of(tls.towards(service.key(), external)) : Optional.empty(),
                balancing,
                Upstream.Limits.DEFAULT,
                proxyProtocol);
        return new Destination.Reachable(new Backing(upstream, portName));
    }

    private Destination noPort(ObservedService service, ServicePort wanted, String field) {
        String port = switch (wanted) {
            case PortNumber(int number) -> Integer.toString(number);
            case PortName(String name) -> "'" + name + "'";
        };
        String there = service.ports().isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        service.ports().stream().map(BackendResolver::text).toList());
        return broken(
                Refusal.unavailable(Cause.PORT_NOT_FOUND),
                field + ".port",
                "PortNotFound",
                service.key() + " has no TCP port " + port + "; its ports are: " + there);
    }

    private static String text(ObservedService.Port port) {
        return (port.name().isEmpty() ? "" : port.name() + " ")
                + port.number()
                + (port.protocol().equals(TCP) ? "" : " (" + port.protocol() + ")");
    }

    private Destination broken(Refusal refusal, String field, String reason, String message) {
        String answer = refusal.cause() == Cause.INVALID_OBJECT ? "" : "; answered " + refusal.status();
        return new Destination.Broken(refusal, new Problem(Severity.ERROR, object, field, reason, message + answer));
    }
}
