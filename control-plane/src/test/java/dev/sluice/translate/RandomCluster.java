package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.Flaw;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngress.Backend;
import dev.sluice.state.ObservedIngress.Path;
import dev.sluice.state.ObservedIngress.PathType;
import dev.sluice.state.ObservedIngress.ResourceBackend;
import dev.sluice.state.ObservedIngress.Rule;
import dev.sluice.state.ObservedIngress.Tls;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedSecret;
import dev.sluice.state.ObservedService;
import dev.sluice.translate.ingress.IngressSettings;
import dev.sluice.translate.ingress.PublishedAddresses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** A small world in which things collide often: few names, few hosts, few paths. */
public final class RandomCluster {
    static final Settings SETTINGS = new Settings(
            new IngressSettings(
                            IngressSettings.DEFAULT.controllerClass(),
                            "sluice",
                            true,
                            false,
                            true,
                            Optional.of(new IngressSettings.DefaultBackend("a", "api", OptionalInt.empty())))
                    .withTls(Optional.of(ObjectKey.of(ObjectKind.SECRET, "a", "edge")), true),
            new PublishedAddresses.OfService("b", "web"));

    private RandomCluster() {}

    static Arbitrary<ObjectEvent> event() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, object().map(Given::applied)),
                Tuple.of(2, object().map(object -> Given.deleted(object.key()))),
                Tuple.of(1, standing()),
                Tuple.of(1, faults()));
    }

    static Arbitrary<ObservedObject> object() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, ingress().map(ObservedObject.class::cast)),
                Tuple.of(3, service().map(ObservedObject.class::cast)),
                Tuple.of(2, ingressClass()),
                Tuple.of(2, secret().map(ObservedObject.class::cast)),
                Tuple.of(1, configMap()));
    }

    public static Arbitrary<ObservedIngress> ingress() {
        Arbitrary<String> paths = Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of("one", "two", "three"))
                .as((namespace, name) -> namespace + "/" + name);
        Arbitrary<Optional<String>> classes =
                Arbitraries.of("sluice", "edge", "gone").optional(0.8);
        Arbitrary<Map<String, String>> annotations = Arbitraries.of(
                Map.of(),
                Map.of(),
                Map.of("nginx.ingress.kubernetes.io/auth-url", "http://auth"),
                Map.of("nginx.ingress.kubernetes.io/proxy-body-size", "1m"),
                Map.of("nginx.ingress.kubernetes.io/auth-tls-secret", "a/edge"),
                Map.of("nginx.ingress.kubernetes.io/auth-tls-secret", "a/site"),
                Map.of("nginx.ingress.kubernetes.io/force-ssl-redirect", "true"),
                Map.of("nginx.ingress.kubernetes.io/ssl-passthrough", "true"),
                Map.of(
                        "nginx.ingress.kubernetes.io/backend-protocol",
                        "HTTPS",
                        "nginx.ingress.kubernetes.io/proxy-ssl-secret",
                        "a/site"),
                Map.of("kubernetes.io/ingress.class", "edge"),
                Map.of("nginx.ingress.kubernetes.io/canary", "true"));
        Arbitrary<List<Flaw>> flaws = Arbitraries.of(
                List.of(), List.of(), List.of(), List.of(new Flaw("spec", "x", "expected something else")));
        Arbitrary<ObservedIngress> plain = Combinators.combine(
                        paths,
                        Arbitraries.integers().between(1, 3),
                        classes,
                        annotations,
                        backend().optional(0.3),
                        flaws,
                        rule().list().ofMaxSize(3))
                .as(Given::ingress);
        return Combinators.combine(plain, Arbitraries.of("10.0.0.1", ""), Arbitraries.of("u1", "u2"), tls())
                .as(RandomCluster::with);
    }

    private static Arbitrary<List<Tls>> tls() {
        return Combinators.combine(
                        Arbitraries.of("a.example.com", "*.example.com", "other.example")
                                .list()
                                .ofMaxSize(2),
                        Arbitraries.of("site", "edge", "gone").optional(0.8))
                .as(Tls::new)
                .list()
                .ofMaxSize(2)
                .optional(0.4)
                .map(items -> items.orElse(List.of()));
    }

    private static Arbitrary<ObservedSecret> secret() {
        return Combinators.combine(Arbitraries.of("a/site", "b/site", "a/edge"), Arbitraries.of(0, 1, 2))
                .as((path, content) -> switch (content) {
                    case 0 -> GivenSecrets.forA(path);
                    case 1 -> GivenSecrets.wildcard(path);
                    default -> GivenSecrets.mismatched(path);
                });
    }

    private static ObservedIngress with(ObservedIngress ingress, String address, String uid, List<Tls> tls) {
        List<LoadBalancerAddress> published =
                address.isEmpty() ? List.of() : List.of(new LoadBalancerAddress(address, ""));
        return new ObservedIngress(
                ingress.key(),
                Given.meta(
                        ingress.key() + uid,
                        ingress.meta().createdAtEpochSecond(),
                        ingress.meta().annotations()),
                ingress.className(),
                ingress.defaultBackend(),
                ingress.rules(),
                tls,
                published,
                ingress.flaws());
    }

    static ObservedIngress sound(ObservedIngress ingress) {
        return withFlaws(ingress, List.of());
    }

    static ObservedIngress broken(ObservedIngress ingress) {
        return withFlaws(ingress, List.of(new Flaw("spec", "x", "expected something else")));
    }

    private static ObservedIngress withFlaws(ObservedIngress i, List<Flaw> flaws) {
        return new ObservedIngress(
                i.key(), i.meta(), i.className(), i.defaultBackend(), i.rules(), i.tls(), i.published(), flaws);
    }

    private static Arbitrary<Rule> rule() {
        return Combinators.combine(
                        Arbitraries.of("", "a.example.com", "b.example.com", "*.example.com", "not a host"),
                        path().list().ofMaxSize(3))
                .as((host, paths) -> Given.rule(host, paths.toArray(Path[]::new)));
    }

    private static Arbitrary<Path> path() {
        return Combinators.combine(Arbitraries.of("/", "/x", "/x/", "bad"), Arbitraries.of(PathType.class), backend())
                .as(Path::new);
    }

    private static Arbitrary<Backend> backend() {
        return Arbitraries.of(
                Given.backend("web", 80),
                Given.backend("api", 80),
                Given.backend("api", 81),
                Given.backend("gone", 80),
                new ResourceBackend("example.com", "Bucket", "b"));
    }

    private static Arbitrary<ObservedService> service() {
        return Combinators.combine(
                        Arbitraries.of("a/web", "a/api", "b/web", "b/api"),
                        Arbitraries.of(80, 81),
                        Arbitraries.of(ObservedService.Type.CLUSTER_IP, ObservedService.Type.EXTERNAL_NAME),
                        Arbitraries.of("api.example.net", "localhost"),
                        Arbitraries.of("10.0.0.1", "10.0.0.2", ""))
                .as(RandomCluster::service);
    }

    private static ObservedService service(
            String path, int port, ObservedService.Type type, String externalName, String externalIp) {
        ObservedService plain = Given.service(path, port);
        return new ObservedService(
                plain.key(),
                plain.meta(),
                type,
                type == ObservedService.Type.EXTERNAL_NAME ? externalName : "",
                plain.clusterIps(),
                externalIp.isEmpty() ? List.of() : List.of(externalIp),
                plain.ports(),
                List.of(),
                port == 80 ? List.of() : List.of(new Flaw("spec.ports[1]", "x", "expected a port")));
    }

    private static Arbitrary<ObservedObject> ingressClass() {
        return Combinators.combine(
                        Arbitraries.of("sluice", "edge"),
                        Arbitraries.of("sluice.dev/ingress-controller", "example.com/other"),
                        Arbitraries.of("fast", "slow").optional(0.5))
                .as(Given::ingressClass);
    }

    private static Arbitrary<ObservedObject> configMap() {
        return Combinators.combine(
                        Arbitraries.of("fast", "slow"),
                        Arbitraries.of(
                                Map.of("fleets", "edge"),
                                Map.of("publish-service", "a/api"),
                                Map.of("publish-status-address", "edge.example.net,192.0.2.1"),
                                Map.of("fleets", "edge,default", "encoded-slash", "refuse"),
                                Map.of("balancing", "least-request", "colour", "red")))
                .as(Given::configMap);
    }

    private static Arbitrary<ObjectEvent> standing() {
        Arbitrary<WatchKey> watches = Arbitraries.of(Given.KINDS).map(kind -> new WatchKey(kind, ""));
        Arbitrary<WatchKey> ofMaps = Arbitraries.of("sluice/fast", "sluice/slow", "sluice", "")
                .map(scope -> new WatchKey(ObjectKind.CONFIG_MAP, scope));
        return Arbitraries.oneOf(
                watches.map(watch -> new ObjectEvent.Disconnected(watch, "gone away")),
                watches.map(watch -> new ObjectEvent.Synced(watch, 3)),
                watches.map(watch -> new ObjectEvent.Unavailable(watch, "403 Forbidden")),
                ofMaps.map(watch -> new ObjectEvent.Unavailable(watch, "403 Forbidden")),
                ofMaps.map(watch -> new ObjectEvent.Synced(watch, 3)),
                ofMaps.map(watch -> new ObjectEvent.Ended(watch)));
    }

    private static Arbitrary<ObjectEvent> faults() {
        WatchKey watch = new WatchKey(ObjectKind.INGRESS, "");
        return Arbitraries.of(
                new ObjectEvent.SourceFaults(
                        watch, "web.yaml", List.of(new Flaw("", "", "expected YAML", "web.yaml:3"))),
                new ObjectEvent.SourceFaults(watch, "web.yaml", List.of()));
    }
}
