package dev.sluice.publish;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.SecretBytes;
import dev.sluice.state.Flaw;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedConfigMap;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedSecret;
import dev.sluice.state.ObservedService;
import dev.sluice.state.ObservedSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The objects of so many applications: an Ingress, a Service, a slice and a Secret each, four to a host. */
record DayObjects(int apps) {
    private static final int NAMESPACES = 20;
    private static final int PODS = 4;
    private static final WatchKey PARAMETERS = new WatchKey(ObjectKind.CONFIG_MAP, "sluice/parameters");

    /** Every watch of the day; those of Secrets are of one object each. */
    Set<WatchKey> watches() {
        Set<WatchKey> all = new TreeSet<>(Sample.WATCHES);
        all.add(PARAMETERS);
        return all;
    }

    WatchKey watch(ObjectKey key) {
        boolean single = key.kind().equals(ObjectKind.SECRET) || key.kind().equals(ObjectKind.CONFIG_MAP);
        return new WatchKey(key.kind(), single ? key.path() : "");
    }

    ObservedIngressClass ingressClass() {
        return new ObservedIngressClass(
                ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, "sluice"),
                meta("class", 0),
                "sluice.dev/ingress-controller",
                true,
                Optional.of(new ObservedIngressClass.Parameters("", "ConfigMap", "sluice", "parameters")),
                List.of());
    }

    /** The class's parameters; each edition balances in another way, or says something that is not known. */
    ObservedConfigMap parameters(int edition) {
        List<String> balancing = List.of("round-robin", "least-request", "astrology");
        return new ObservedConfigMap(
                ObjectKey.of(ObjectKind.CONFIG_MAP, "sluice", "parameters"),
                meta("parameters", 0),
                new TreeMap<>(Map.of("balancing", balancing.get(edition))),
                List.of());
    }

    ObservedService service(int app) {
        return new ObservedService(
                ObjectKey.of(ObjectKind.SERVICE, namespace(app), name(app)),
                meta("service-" + name(app), 0),
                ObservedService.Type.CLUSTER_IP,
                "",
                List.of("10.96.0.1"),
                List.of(),
                List.of(new ObservedService.Port("http", 80, "TCP", "")),
                List.of(),
                List.of());
    }

    int rollSteps() {
        return 3 * PODS;
    }

    /** The slice when it has {@code more} pods than usual and a roll has come so far. */
    ObservedSlice slice(int app, int more, int step) {
        List<ObservedSlice.Member> members = new ArrayList<>();
        for (int pod = 0; pod < PODS + more; pod++) {
            int moment = step - 3 * pod;
            if (moment < 3) {
                members.add(member(app, pod, true, moment == 2));
            }
            if (moment > 0) {
                members.add(member(app, pod + 100, moment > 1, false));
            }
        }
        return new ObservedSlice(
                ObjectKey.of(ObjectKind.ENDPOINT_SLICE, namespace(app), name(app) + "-x1"),
                meta("slice-" + name(app), 0),
                name(app),
                List.of(new ObservedSlice.Port("http", 8080, "TCP")),
                members,
                List.of());
    }

    private static ObservedSlice.Member member(int app, int pod, boolean ready, boolean terminating) {
        String address = "10." + app / 250 + "." + app % 250 + "." + (pod + 1);
        return new ObservedSlice.Member(List.of(address), ready && !terminating, ready, terminating, "zone-" + pod % 2);
    }

    /** An Ingress of its application; each edition has other paths, and some go to a neighbour or to nobody. */
    ObservedIngress ingress(int app, int edition, long createdAt) {
        List<ObservedIngress.Path> paths = new ArrayList<>();
        paths.add(path("/" + name(app), name(app)));
        for (int i = 0; i < edition % 4; i++) {
            paths.add(path("/v" + edition + "/" + i, edition == 7 ? "nobody" : name(app)));
        }
        if (edition > 4) {
            paths.add(path("/shared", name(app)));
        }
        return new ObservedIngress(
                ObjectKey.of(ObjectKind.INGRESS, namespace(app), name(app)),
                new Meta("ingress-" + name(app), "1", 1, 1000 + app, new TreeMap<>()),
                edition == 6 ? Optional.of("other") : Optional.of("sluice"),
                Optional.empty(),
                List.of(new ObservedIngress.Rule(Optional.of("host-" + app / 4 + ".example.com"), paths)),
                List.of(new ObservedIngress.Tls(List.of(), Optional.of(name(app) + "-tls"))),
                List.of(),
                List.of());
    }

    private static ObservedIngress.Path path(String path, String service) {
        return new ObservedIngress.Path(
                path,
                ObservedIngress.PathType.PREFIX,
                new ObservedIngress.ServiceBackend(service, new ObservedIngress.PortNumber(80)));
    }

    ObservedIngress broken(ObservedObject object) {
        ObservedIngress i = (ObservedIngress) object;
        List<Flaw> flaws = List.of(new Flaw("spec.rules[0].http.paths[0].pathType", "prefix", "expected Prefix"));
        return new ObservedIngress(
                i.key(), i.meta(), i.className(), i.defaultBackend(), i.rules(), i.tls(), i.published(), flaws);
    }

    ObservedSecret secret(int app, int edition) {
        return new ObservedSecret(
                ObjectKey.of(ObjectKind.SECRET, namespace(app), name(app) + "-tls"),
                meta("secret-" + name(app), 0),
                "kubernetes.io/tls",
                new TreeMap<>(Map.of("tls.crt", SecretBytes.of(new byte[] {(byte) edition}))),
                List.of());
    }

    /** The object as the API server has it with this version. */
    ObservedObject at(ObservedObject object, long version) {
        Meta meta = object.meta();
        return object.withMeta(
                new Meta(meta.uid(), Long.toString(version), version, meta.createdAtEpochSecond(), meta.annotations()));
    }

    private static Meta meta(String uid, long createdAt) {
        return new Meta(uid, "1", 1, createdAt, new TreeMap<>());
    }

    private static String namespace(int app) {
        return "team-" + app % NAMESPACES;
    }

    private static String name(int app) {
        return "app-" + app;
    }
}
