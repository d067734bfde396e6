package dev.sluice.watch.narrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.resource.SecretBytes;
import dev.sluice.state.Flaw;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.state.ObservedConfigMap;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngress.Path;
import dev.sluice.state.ObservedIngress.PathType;
import dev.sluice.state.ObservedIngress.PortName;
import dev.sluice.state.ObservedIngress.PortNumber;
import dev.sluice.state.ObservedIngress.ResourceBackend;
import dev.sluice.state.ObservedIngress.Rule;
import dev.sluice.state.ObservedIngress.ServiceBackend;
import dev.sluice.state.ObservedIngress.Tls;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedIngressClass.Parameters;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedSecret;
import dev.sluice.state.ObservedService;
import dev.sluice.state.ObservedSlice;
import dev.sluice.state.ObservedSlice.Member;
import dev.sluice.state.ObservedSlice.Port;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind, as it should be written and as it sometimes is. */
class NarrowerTest {
    private static final String SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: tls}\n";
    private static final String SLICE = "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\n"
            + "metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}\n";

    @Test
    void anIngressIsReadWhole() {
        ObservedIngress ingress = Trees.one(ObservedIngress.class, """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: shop
                  creationTimestamp: "2026-01-02T03:04:05Z"
                  annotations: {sluice.dev/x: a, sluice.dev/live-generation: '4',
                    sluice.dev/live-resource-version: '7', kubernetes.io/ingress.class: old, other.io/y: b,
                    kubectl.kubernetes.io/last-applied-configuration: "{}"}
                spec:
                  ingressClassName: sluice
                  defaultBackend: {resource: {apiGroup: k8s.example.com, kind: Bucket, name: files}}
                  tls: [{hosts: [a.example.com], secretName: tls}, {}]
                  rules:
                  - host: "*.example.com"
                    http:
                      paths:
                      - {path: /a, pathType: Exact, backend: {service: {name: a, port: {name: http}}}}
                      - {pathType: ImplementationSpecific, backend: {service: {name: b, port: {number: 81}}}}
                  - host: bare.example.com
                status: {loadBalancer: {ingress: [{ip: 1.2.3.4}, {hostname: lb.example.com}]}}
                """);
        assertThat(ingress.flaws()).isEmpty();
        assertThat(ingress.key()).isEqualTo(ObjectKey.of(ObjectKind.INGRESS, "shop", "web"));
        assertThat(ingress.meta().createdAtEpochSecond()).isEqualTo(1767323045);
        assertThat(ingress.meta().annotations()).containsOnlyKeys("sluice.dev/x", "kubernetes.io/ingress.class");
        assertThat(ingress.className()).contains("sluice");
        assertThat(ingress.defaultBackend()).contains(new ResourceBackend("k8s.example.com", "Bucket", "files"));
        assertThat(ingress.tls())
                .containsExactly(
                        new Tls(List.of("a.example.com"), Optional.of("tls")), new Tls(List.of(), Optional.empty()));
        assertThat(ingress.rules())
                .containsExactly(
                        new Rule(
                                Optional.of("*.example.com"),
                                List.of(
                                        new Path("/a", PathType.EXACT, new ServiceBackend("a", new PortName("http"))),
                                        new Path(
                                                "",
                                                PathType.IMPLEMENTATION_SPECIFIC,
                                                new ServiceBackend("b", new PortNumber(81))))),
                        new Rule(Optional.of("bare.example.com"), List.of()));
        assertThat(ingress.published())
                .containsExactly(new LoadBalancerAddress("1.2.3.4", ""), new LoadBalancerAddress("", "lb.example.com"));
    }

    @Test
    void aManifestGetsItsUidFromItsNameWhateverStandsThereAndAnApiObjectKeepsItsOwn() {
        String yaml =
                "{apiVersion: v1, kind: Service, metadata: {name: web, uid: u, resourceVersion: '7', generation: 2}}";
        ObservedObject written = Trees.seen(Origin.MANIFEST, yaml).get(0);
        ObservedObject copied = Trees.seen(Origin.MANIFEST, yaml.replace("name: web", "name: api"))
                .get(0);
        assertThat(written.meta().uid())
                .isNotEqualTo("u")
                .isNotEqualTo(copied.meta().uid());
        assertThat(written.meta().resourceVersion()).isEmpty();
        ObservedObject stored = Trees.seen(Origin.API_SERVER, yaml).get(0);
        assertThat(stored.meta().uid()).isEqualTo("u");
        assertThat(stored.meta().resourceVersion()).isEqualTo("7");
        assertThat(stored.meta().generation()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "extensions/v1beta1, Ingress, networking.k8s.io/v1",
        "networking.k8s.io/v1beta1, Ingress, networking.k8s.io/v1",
        "v1, Ingress, networking.k8s.io/v1",
        "networking.k8s.io/v1beta1, IngressClass, networking.k8s.io/v1",
        "discovery.k8s.io/v1beta1, EndpointSlice, discovery.k8s.io/v1",
        "apps/v1, Service, v1"
    })
    void anotherVersionOfAKnownKindIsToldTheRightOne(String apiVersion, String kind, String right) {
        List<Flaw> flaws = Trees.seen("{apiVersion: " + apiVersion + ", kind: " + kind + ", metadata: {name: a}}")
                .get(0)
                .flaws();
        assertThat(flaws).contains(new Flaw("apiVersion", apiVersion, "write apiVersion: " + right));
    }

    @ParameterizedTest
    @CsvSource({"apps/v1, Deployment", "v1, Namespace", "serving.knative.dev/v1, Service"})
    void otherKindsAreNoneOfOurBusiness(String apiVersion, String kind) {
        assertThat(new Narrower(Origin.MANIFEST)
                        .narrow(Map.of("apiVersion", apiVersion, "kind", kind, "metadata", Map.of("name", "a"))))
                .isEqualTo(new Narrowed.Ignored(apiVersion, kind));
    }

    @ParameterizedTest
    @CsvSource({
        "'{apiVersion: v1, metadata: {name: a}}', kind",
        "'{apiVersion: v1, kind: Service}', metadata.name",
        "'{apiVersion: v1, kind: Service, metadata: {generateName: a-}}', metadata.name",
        "'{apiVersion: v1, kind: Service, metadata: {name: a/b}}', metadata.name",
        "'{apiVersion: v1, kind: Service, metadata: {name: 80}}', metadata.name",
        "'{apiVersion: v1, kind: Service, metadata: {name: a, namespace: A}}', metadata.namespace"
    })
    void anObjectThatNobodyCanNameIsUnidentified(String yaml, String field) {
        Narrowed narrowed = new Narrower(Origin.MANIFEST).narrow(Trees.tree(yaml));
        assertThat(narrowed)
                .isInstanceOfSatisfying(
                        Narrowed.Unidentified.class,
                        seen -> assertThat(seen.flaws()).extracting(Flaw::field).containsExactly(field));
    }

    @Test
    void anIngressClassIsReadWhole() {
        ObservedIngressClass found = Trees.one(ObservedIngressClass.class, """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: ours, namespace: ignored,
                  annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
                spec:
                  controller: sluice.dev/ingress-controller
                  parameters: {apiGroup: sluice.dev, kind: Settings, scope: Namespace, namespace: infra, name: s}
                """);
        assertThat(found.flaws()).isEmpty();
        assertThat(found.key()).isEqualTo(ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, "ours"));
        assertThat(found.isDefault()).isTrue();
        assertThat(found.controller()).isEqualTo("sluice.dev/ingress-controller");
        assertThat(found.parameters()).contains(new Parameters("sluice.dev", "Settings", "infra", "s"));
    }

    @Test
    void anIngressClassWithoutControllerIsFlawed() {
        assertThat(fields("{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: a}, spec: {}}"))
                .containsExactly("spec.controller");
    }

    @Test
    void aServiceIsReadWhole() {
        ObservedService service = Trees.one(ObservedService.class, """
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  type: LoadBalancer
                  clusterIP: 10.0.0.1
                  clusterIPs: [10.0.0.1, "fd00::1"]
                  externalIPs: [192.0.2.1]
                  selector: {app: web}
                  ports:
                  - {name: http, port: 80, targetPort: web, appProtocol: kubernetes.io/h2c}
                  - {name: dns, port: 53, protocol: UDP}
                status: {loadBalancer: {ingress: [{ip: 1.2.3.4}]}}
                """);
        assertThat(service.flaws()).isEmpty();
        assertThat(service.type()).isEqualTo(ObservedService.Type.LOAD_BALANCER);
        assertThat(service.clusterIps()).containsExactly("10.0.0.1", "fd00::1");
        assertThat(service.externalIps()).containsExactly("192.0.2.1");
        assertThat(service.ports())
                .containsExactly(
                        new ObservedService.Port("http", 80, "TCP", "kubernetes.io/h2c"),
                        new ObservedService.Port("dns", 53, "UDP", ""));
        assertThat(service.published()).containsExactly(new LoadBalancerAddress("1.2.3.4", ""));
    }

    @Test
    void aHeadlessServiceHasNoAddressAndAnExternalOneHasAName() {
        assertThat(service("{clusterIP: None, ports: [{port: 80}]}").clusterIps())
                .isEmpty();
        assertThat(service("{type: ExternalName, externalName: db.example.com}").externalName())
                .isEqualTo("db.example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: Loadbalancer, ports: [{port: 80}]} | spec.type",
                "{type: ExternalName} | spec.externalName",
                "{ports: [{port: http}]} | spec.ports[0].port",
                "{ports: [{targetPort: 80}]} | spec.ports[0].port",
                "{ports: [{port: 80}, {port: 81, name: b}]} | spec.ports[0].name",
                "{ports: [{port: 80, protocol: http}]} | spec.ports[0].protocol",
                "{ports: {port: 80}} | spec.ports"
            })
    void aFlawedServiceIsNamedByItsField(String spec, String field) {
        assertThat(service(spec).flaws()).extracting(Flaw::field).containsExactly(field);
    }

    @Test
    void ofASliceMissingConditionsCountAsReady() {
        ObservedSlice slice = Trees.one(ObservedSlice.class, SLICE + """
                addressType: IPv4
                ports: [{name: http, port: 8080}, {name: any}]
                endpoints:
                - {addresses: [10.0.0.1, 10.0.0.2], zone: a}
                - {addresses: [10.0.0.3], conditions: {ready: false, serving: true, terminating: true}}
                - {addresses: [10.0.0.4], conditions: {ready: false}}
                """);
        assertThat(slice.flaws()).isEmpty();
        assertThat(slice.service()).isEqualTo("web");
        assertThat(slice.ports()).containsExactly(new Port("http", 8080, "TCP"));
        assertThat(slice.members())
                .containsExactly(
                        new Member(List.of("10.0.0.1", "10.0.0.2"), true, true, false, "a"),
                        new Member(List.of("10.0.0.3"), false, true, true, ""),
                        new Member(List.of("10.0.0.4"), false, false, false, ""));
    }

    @Test
    void aSliceWithAnAddressThatIsNoneIsFlawed() {
        assertThat(fields(SLICE + "addressType: IPv4\nendpoints: [{addresses: [localhost]}]"))
                .containsExactly("endpoints[0].addresses[0]");
        assertThat(fields(SLICE + "endpoints: [{addresses: [10.0.0.1]}]")).containsExactly("addressType");
    }

    @Test
    void legacyEndpointsBecomeOneSliceForEachListOfPorts() {
        List<ObservedObject> slices = Trees.seen("""
                apiVersion: v1
                kind: Endpoints
                metadata: {name: web}
                subsets:
                - {addresses: [{ip: 10.0.0.1}], notReadyAddresses: [{ip: 10.0.0.2}], ports: [{port: 80}]}
                - {addresses: [{ip: 10.0.0.3}], ports: [{port: 81}]}
                - {addresses: [{ip: 10.0.0.4}], ports: [{port: 80}]}
                """);
        assertThat(slices).hasSize(2);
        assertThat(slices.get(0)).isInstanceOfSatisfying(ObservedSlice.class, slice -> {
            assertThat(slice.key()).isEqualTo(ObjectKey.of(ObjectKind.ENDPOINTS, "default", "web"));
            assertThat(slice.service()).isEqualTo("web");
            assertThat(slice.members())
                    .containsExactly(
                            new Member(List.of("10.0.0.1"), true, true, false, ""),
                            new Member(List.of("10.0.0.2"), false, false, false, ""),
                            new Member(List.of("10.0.0.4"), true, true, false, ""));
        });
        assertThat(slices.get(1).key().name()).isEqualTo("web#2");
    }

    @Test
    void aSecretIsDecodedAndItsPlainTextWins() {
        ObservedSecret secret = Trees.one(
                ObservedSecret.class,
                SECRET + "type: kubernetes.io/tls\ndata: {a: b25l, b: b25l}\nstringData: {b: two}");
        assertThat(secret.flaws()).isEmpty();
        assertThat(secret.type()).isEqualTo("kubernetes.io/tls");
        assertThat(secret.data())
                .isEqualTo(Map.of("a", bytes("one"), "b", bytes("two")))
                .doesNotContainValue(bytes("b25l"));
    }

    @Test
    void ofAFlawedSecretNothingIsShown() {
        ObservedSecret secret = Trees.one(
                ObservedSecret.class,
                SECRET + "data: {a: 'hunter2!', b: 12345, c: {d: hunter2}}\nstringData: [hunter2]\ntype: 5");
        assertThat(secret.flaws())
                .extracting(Flaw::field)
                .containsExactly("data[a]", "data[b]", "data[c]", "stringData", "type");
        assertThat(secret.flaws()).extracting(Flaw::found).containsOnly("");
        assertThat(secret.toString()).doesNotContain("hunter2").doesNotContain("12345");
    }

    @Test
    void aConfigMapHasTexts() {
        String yaml = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: x, b: 5}}";
        ObservedConfigMap map = Trees.one(ObservedConfigMap.class, yaml);
        assertThat(map.data()).containsExactly(Map.entry("a", "x"));
        assertThat(fields(yaml)).containsExactly("data[b]");
    }

    private static SecretBytes bytes(String text) {
        return SecretBytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObservedService service(String spec) {
        return Trees.one(
                ObservedService.class, "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: " + spec + "\n");
    }

    private static List<String> fields(String yaml) {
        return Trees.seen(yaml).get(0).flaws().stream().map(Flaw::field).toList();
    }
}
