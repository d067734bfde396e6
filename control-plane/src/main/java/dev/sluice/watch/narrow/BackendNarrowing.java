package dev.sluice.watch.narrow;

import dev.sluice.state.ObservedIngress.Backend;
import dev.sluice.state.ObservedIngress.PortName;
import dev.sluice.state.ObservedIngress.PortNumber;
import dev.sluice.state.ObservedIngress.ResourceBackend;
import dev.sluice.state.ObservedIngress.ServiceBackend;
import dev.sluice.state.ObservedIngress.ServicePort;
import dev.sluice.state.ObservedIngress.UnreadableBackend;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A backend of networking.k8s.io/v1, and what to write for the older forms of it. */
final class BackendNarrowing {
    private static final Backend UNREADABLE = new UnreadableBackend();
    private static final Set<String> BACKEND = Set.of("service", "resource");
    private static final Set<String> SERVICE = Set.of("name", "port");
    private static final Set<String> PORT = Set.of("name", "number");
    private static final Set<String> RESOURCE = Set.of("apiGroup", "kind", "name");
    private static final int MOST_PORT = 65_535;

    private BackendNarrowing() {}

    static Backend narrow(Field backend) {
        if (!backend.present()) {
            backend.flaw("a backend is required; write " + example("web", 80));
            return UNREADABLE;
        }
        if (backend.value() instanceof String name) {
            backend.flaw("expected an object; write backend: " + example(name, 80));
            return UNREADABLE;
        }
        if (!backend.object()) {
            return UNREADABLE;
        }
        if (backend.at("serviceName").present() || backend.at("servicePort").present()) {
            return old(backend, "");
        }
        return backend.at("service").value() instanceof String
                ? plainName(backend)
                : current(backend, backend.at("service"), backend.at("resource"));
    }

    /** {@code serviceName} and {@code servicePort} next to {@code path} instead of inside {@code backend}. */
    static Backend misplaced(Field path) {
        return old(path, "backend: ");
    }

    /** What to write instead of the old backend that stands here. */
    static String advice(Field backend) {
        Object name = backend.value() instanceof String text
                ? text
                : backend.at("serviceName").value();
        return example(name, backend.at("servicePort").value());
    }

    private static Backend old(Field holder, String prefix) {
        Field name = holder.at("serviceName");
        Field port = holder.at("servicePort");
        (name.present() ? name : port)
                .flaw("networking.k8s.io/v1 has no serviceName and servicePort; write " + prefix
                        + example(name.value(), port.value()));
        return UNREADABLE;
    }

    private static Backend plainName(Field backend) {
        Field service = backend.at("service");
        Field port = backend.at("port");
        Object written = port.at("number").present()
                ? port.at("number").value()
                : port.at("name").value();
        Object number = port.value() instanceof Number || port.value() instanceof String ? port.value() : written;
        service.flaw("expected an object with name and port; write " + example(service.value(), number));
        backend.allowOnly(Set.of("service", "resource", "port"));
        return UNREADABLE;
    }

    private static Backend current(Field backend, Field service, Field resource) {
        int before = backend.flawsSoFar();
        backend.allowOnly(BACKEND);
        if (service.present() == resource.present()) {
            backend.flaw(
                    service.present()
                            ? "expected either service or resource, not both"
                            : "expected a service; write " + example("web", 80));
            return UNREADABLE;
        }
        Backend read = service.present() ? service(service) : resource(resource);
        return backend.flawsSoFar() > before ? UNREADABLE : read;
    }

    private static Backend service(Field service) {
        if (!service.object()) {
            return UNREADABLE;
        }
        service.allowOnly(SERVICE);
        Field nameField = service.at("name");
        String name = nameField.requiredText("expected the name of a Service of the same namespace");
        if (!name.isEmpty() && !Names.label(name)) {
            nameField.flaw("expected only the name of a Service of the same namespace: a-z, 0-9 and '-'");
        }
        Optional<ServicePort> port = port(service.at("port"));
        return port.isPresent() ? new ServiceBackend(name, port.get()) : UNREADABLE;
    }

    private static Optional<ServicePort> port(Field port) {
        if (port.value() instanceof Number || port.value() instanceof String) {
            port.flaw("expected an object; write port: " + portExample(port.value()));
            return Optional.empty();
        }
        port.object();
        port.allowOnly(PORT);
        Optional<Integer> number = port.at("number").integer(1, MOST_PORT);
        Optional<String> name = portName(port.at("name"), port.at("number"));
        boolean both = port.at("number").present() && port.at("name").present();
        boolean neither = !port.at("number").present() && !port.at("name").present();
        if (both) {
            port.flaw("expected either number or name of the port, not both");
        } else if (neither && (!port.present() || port.value() instanceof java.util.Map<?, ?>)) {
            port.flaw("expected the number or the name of a port of the Service; write port: {number: 80}");
        }
        return both
                ? Optional.empty()
                : number.<ServicePort>map(PortNumber::new).or(() -> name.map(PortName::new));
    }

    private static Optional<String> portName(Field name, Field number) {
        if (name.value() instanceof Number && !number.present()) {
            name.flaw("a number is no name; write port: {number: " + Shown.of(name.value()) + "}");
            return Optional.empty();
        }
        Optional<String> text = name.text();
        if (text.isPresent() && text.get().isEmpty()) {
            name.flaw("expected the name of a port of the Service");
            return Optional.empty();
        }
        return text;
    }

    private static Backend resource(Field resource) {
        if (!resource.object()) {
            return UNREADABLE;
        }
        resource.allowOnly(RESOURCE);
        return new ResourceBackend(
                resource.at("apiGroup").text().orElse(""),
                resource.at("kind").requiredText("expected the kind of the object, as StorageBucket"),
                resource.at("name").requiredText("expected the name of the object"));
    }

    private static String example(@Nullable Object name, @Nullable Object port) {
        return "service: {name: " + (name == null ? "web" : Shown.of(name)) + ", port: "
                + portExample(port == null ? 80 : port) + "}";
    }

    private static String portExample(Object port) {
        String shown = Shown.of(port);
        boolean digits = !shown.isEmpty() && shown.chars().allMatch(c -> c >= '0' && c <= '9');
        return "{" + (digits ? "number" : "name") + ": " + shown + "}";
    }
}
