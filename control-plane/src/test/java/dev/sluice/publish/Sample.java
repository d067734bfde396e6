package dev.sluice.publish;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.state.Meta;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedService;
import dev.sluice.state.ObservedSlice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects of a small cluster: Ingress {@code default/web} to Service {@code default/web}, port 80 named http. */
public final class Sample {
    /** What a source of this cluster watches. */
    public static final Set<WatchKey> WATCHES = Stream.of(
                    ObjectKind.INGRESS_CLASS, ObjectKind.ENDPOINT_SLICE, ObjectKind.SERVICE, ObjectKind.INGRESS)
            .map(kind -> new WatchKey(kind, ""))
            .collect(Collectors.toUnmodifiableSet());

    private Sample() {}

    public static ObservedIngressClass ingressClass() {
        return new ObservedIngressClass(
                ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, "sluice"),
                meta("class"),
                "sluice.dev/ingress-controller",
                false,
                Optional.empty(),
                List.of());
    }

    public static ObservedService service(String name) {
        return new ObservedService(
                ObjectKey.of(ObjectKind.SERVICE, "default", name),
                meta("service-" + name),
                ObservedService.Type.CLUSTER_IP,
                "",
                List.of("10.96.0.1"),
                List.of(),
                List.of(new ObservedService.Port("http", 80, "TCP", "")),
                List.of(),
                List.of());
    }

    public static ObservedIngress ingress(String name, String host, String service, String... published) {
        return new ObservedIngress(
                ObjectKey.of(ObjectKind.INGRESS, "default", name),
                meta("ingress-" + name),
                Optional.of("sluice"),
                Optional.empty(),
                List.of(new ObservedIngress.Rule(
                        Optional.of(host),
                        List.of(new ObservedIngress.Path(
                                "/",
                                ObservedIngress.PathType.PREFIX,
                                new ObservedIngress.ServiceBackend(service, new ObservedIngress.PortNumber(80)))))),
                List.of(),
                Stream.of(published).map(ip -> new LoadBalancerAddress(ip, "")).toList(),
                List.of());
    }

    public static ObservedSlice slice(String service, String... addresses) {
        return new ObservedSlice(
                ObjectKey.of(ObjectKind.ENDPOINT_SLICE, "default", service + "-1"),
                meta("slice-" + service),
                service,
                List.of(new ObservedSlice.Port("http", 8080, "TCP")),
                Stream.of(addresses)
                        .map(address -> new ObservedSlice.Member(List.of(address), true, true, false, ""))
                        .toList(),
                List.of());
    }

    public static ObjectEvent applied(ObservedObject object, long consumed) {
        return new ObjectEvent.Applied(new WatchKey(object.key().kind(), ""), object, consumed);
    }

    public static ObjectEvent deleted(ObservedObject object, long consumed) {
        return new ObjectEvent.Deleted(new WatchKey(object.key().kind(), ""), object.key(), consumed);
    }

    public static ObjectEvent synced(ObjectKind kind, long consumed) {
        return new ObjectEvent.Synced(new WatchKey(kind, ""), consumed);
    }

    private static Meta meta(String uid) {
        return new Meta(uid, "1", 1, 1_700_000_000, new TreeMap<>(Map.of()));
    }
}
