package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Flaw;
import dev.sluice.state.Meta;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedConfigMap;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngress.Backend;
import dev.sluice.state.ObservedIngress.Path;
import dev.sluice.state.ObservedIngress.PathType;
import dev.sluice.state.ObservedIngress.PortNumber;
import dev.sluice.state.ObservedIngress.Rule;
import dev.sluice.state.ObservedIngress.ServiceBackend;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedIngressClass.Parameters;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Objects and states for tests, as short as they can be said. */
final class Given {
    static final List<ObjectKind> KINDS = List.of(
            ObjectKind.INGRESS, ObjectKind.INGRESS_CLASS, ObjectKind.SERVICE, ObjectKind.CONFIG_MAP, ObjectKind.SECRET);

    private Given() {}

    static Meta meta(String uid, long createdAt, Map<String, String> annotations) {
        return new Meta(uid, "1", 1, createdAt, new TreeMap<>(annotations));
    }

    static ObservedIngressClass ingressClass(String name) {
        return ingressClass(name, "sluice.dev/ingress-controller", Optional.empty());
    }

    static ObservedIngressClass ingressClass(String name, String controller, Optional<String> parameters) {
        return new ObservedIngressClass(
                ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, name),
                meta("class-" + name, 0, Map.of()),
                controller,
                false,
                parameters.map(map -> new Parameters("", "ConfigMap", "sluice", map)),
                List.of());
    }

    static ObservedConfigMap configMap(String name, Map<String, String> data) {
        return new ObservedConfigMap(
                ObjectKey.of(ObjectKind.CONFIG_MAP, "sluice", name),
                meta("map-" + name, 0, Map.of()),
                new TreeMap<>(data),
                List.of());
    }

    static ObservedService service(String path, int port) {
        int slash = path.indexOf('/');
        return new ObservedService(
                ObjectKey.of(ObjectKind.SERVICE, path.substring(0, slash), path.substring(slash + 1)),
                meta("service-" + path, 0, Map.of()),
                ObservedService.Type.CLUSTER_IP,
                "",
                List.of("10.96.0.1"),
                List.of(),
                List.of(new ObservedService.Port("http", port, "TCP", "")),
                List.of(),
                List.of());
    }

    static Rule rule(String host, Path... paths) {
        return new Rule(host.isEmpty() ? Optional.empty() : Optional.of(host), List.of(paths));
    }

    static Path prefix(String path, String service) {
        return new Path(path, PathType.PREFIX, backend(service, 80));
    }

    static Path exact(String path, String service) {
        return new Path(path, PathType.EXACT, backend(service, 80));
    }

    static Backend backend(String service, int port) {
        return new ServiceBackend(service, new PortNumber(port));
    }

    static ObservedIngress ingress(String path, long createdAt, Rule... rules) {
        return ingress(path, createdAt, Optional.of("sluice"), Map.of(), Optional.empty(), List.of(), List.of(rules));
    }

    static ObservedIngress ingress(
            String path,
            long createdAt,
            Optional<String> className,
            Map<String, String> annotations,
            Optional<Backend> defaultBackend,
            List<Flaw> flaws,
            List<Rule> rules) {
        int slash = path.indexOf('/');
        return new ObservedIngress(
                ObjectKey.of(ObjectKind.INGRESS, path.substring(0, slash), path.substring(slash + 1)),
                meta("ingress-" + path, createdAt, annotations),
                className,
                defaultBackend,
                rules,
                List.of(),
                List.of(),
                flaws);
    }

    static ClusterState empty() {
        ClusterState state = ClusterState.awaiting(Set.of());
        for (ObjectKind kind : KINDS) {
            state = state.apply(new ObjectEvent.Synced(new WatchKey(kind, ""), 1))
                    .state();
        }
        return state;
    }

    static ObjectEvent applied(ObservedObject object) {
        return new ObjectEvent.Applied(new WatchKey(object.key().kind(), ""), object, 2);
    }

    static ObjectEvent deleted(ObjectKey key) {
        return new ObjectEvent.Deleted(new WatchKey(key.kind(), ""), key, 2);
    }

    static ClusterState cluster(ObservedObject... objects) {
        ClusterState state = empty();
        for (ObservedObject object : objects) {
            state = state.apply(applied(object)).state();
        }
        return state;
    }
}
