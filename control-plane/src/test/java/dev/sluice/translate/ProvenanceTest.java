package dev.sluice.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.RuleOrder;
import dev.sluice.resource.WeightedBackend;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Flaw;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedObject;
import dev.sluice.translate.ingress.Origin;
import dev.sluice.translate.ingress.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Where settings in force come from: exactly, or not told. */
class ProvenanceTest {
    private static final String NGINX = "nginx.ingress.kubernetes.io/";

    /** A translation, and what was translated. */
    private record World(ClusterState state, Translation translation) {
        static World of(ObservedObject... objects) {
            ClusterState state = Given.cluster(objects);
            return new World(state, Translator.translate(Settings.DEFAULT, state, Memory.NOTHING, Translation.NONE));
        }

        World then(ObservedObject object) {
            ClusterState next = state.settled().apply(Given.applied(object)).state();
            return new World(next, Translator.translate(Settings.DEFAULT, next, translation.memory(), translation));
        }

        RouteTable table() {
            return translation.table(FleetName.DEFAULT);
        }

        /** The only rule of the object for that path. */
        HttpRoute rule(String object, String path) {
            return table().values().stream()
                    .filter(HttpRoute.class::isInstance)
                    .map(HttpRoute.class::cast)
                    .filter(route -> route.source().path().equals(object))
                    .filter(route -> route.match().path().text().equals(path))
                    .findFirst()
                    .orElseThrow();
        }

        /** As a data plane says it that serves this table. */
        List<Resource> served(HttpRoute rule, HttpRoute host) {
            List<Resource> served = new ArrayList<>(List.of(rule));
            if (!rule.equals(host)) {
                served.add(host);
            }
            if (rule.action() instanceof RouteAction.Forward(List<WeightedBackend> backends)) {
                for (WeightedBackend backend : backends) {
                    if (backend.target() instanceof WeightedBackend.To(ResourceKey.UpstreamKey key)) {
                        served.add(table().resources().get(key));
                    }
                }
            }
            return served;
        }

        Provenance told(HttpRoute rule, HttpRoute host) {
            return told(rule, host, served(rule, host));
        }

        Provenance told(HttpRoute rule, HttpRoute host, List<Resource> served) {
            return translation.provenance(state, FleetName.DEFAULT, rule, Optional.of(host), served);
        }

        Provenance told() {
            HttpRoute rule = rule("shop/web", "/");
            return told(rule, rule);
        }
    }

    private static ObservedIngress ingress(String path, long age, String className, Map<String, String> annotations) {
        return Given.ingress(
                path,
                age,
                Optional.of(className),
                annotations,
                Optional.empty(),
                List.of(),
                List.of(Given.rule("shop.example.com", Given.prefix(path.endsWith("web") ? "/" : "/other", "web"))));
    }

    private static ObservedIngress withTls(ObservedIngress ingress) {
        return new ObservedIngress(
                ingress.key(),
                ingress.meta(),
                ingress.className(),
                ingress.defaultBackend(),
                ingress.rules(),
                List.of(new ObservedIngress.Tls(List.of("shop.example.com"), Optional.empty())),
                ingress.published(),
                ingress.flaws());
    }

    private static World world(Map<String, String> parameters, Map<String, String> annotations) {
        return World.of(
                Given.ingressClass("sluice", "sluice.dev/ingress-controller", Optional.of("fast")),
                Given.configMap("fast", parameters),
                Given.service("shop/web", 80),
                withTls(ingress("shop/web", 1, "sluice", annotations)));
    }

    private static Optional<InForce> find(Provenance provenance, Setting setting) {
        return provenance.settings().stream()
                .filter(one -> one.setting() == setting)
                .findFirst();
    }

    private static InForce one(Provenance provenance, Setting setting) {
        return find(provenance, setting).orElseThrow();
    }

    private static Optional<Origin> origin(World world, Setting setting) {
        return one(world.told(), setting).origin();
    }

    private static Optional<Origin> annotation(String key) {
        return Optional.of(new Origin.Annotation(ObjectKey.of(ObjectKind.INGRESS, "shop", "web"), key));
    }

    private static Optional<Origin> parameter(String key) {
        return Optional.of(new Origin.ClassParameter(
                ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, "sluice"),
                ObjectKey.of(ObjectKind.CONFIG_MAP, "sluice", "fast"),
                key));
    }

    @Test
    void whatNobodyHasWrittenIsTheDefault() {
        Provenance told = world(Map.of(), Map.of()).told();
        assertThat(told.settings())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.origin()).contains(Origin.DEFAULT));
        assertThat(told.field()).contains("spec.rules[0].http.paths[0]");
        assertThat(told.foreign()).isEmpty();
        assertThat(one(told, Setting.READ_TIMEOUT).value()).isEqualTo("60s");
        assertThat(one(told, Setting.SSL_REDIRECT).value()).isEqualTo("on");
        assertThat(one(told, Setting.SSL_REDIRECT).note())
                .isEqualTo("the host has a certificate: Ingress shop/web spec.tls");
        assertThat(one(told, Setting.HSTS_MAX_AGE).value()).isEqualTo("31536000s");
        assertThat(one(told, Setting.MAX_CONNECTIONS).value()).isEqualTo("1024");
    }

    @Test
    void anAnnotationIsNamedAlsoWhereTheClassSaysTheSame() {
        World world = world(
                Map.of("read-timeout", "7", "connect-timeout", "2", "balancing", "least-request"),
                Map.of(NGINX + "proxy-read-timeout", "7", NGINX + "proxy-send-timeout", "never"));
        assertThat(origin(world, Setting.READ_TIMEOUT)).isEqualTo(annotation(NGINX + "proxy-read-timeout"));
        assertThat(origin(world, Setting.CONNECT_TIMEOUT)).isEqualTo(parameter("connect-timeout"));
        assertThat(origin(world, Setting.SEND_TIMEOUT)).contains(Origin.DEFAULT);
        assertThat(origin(world, Setting.BALANCING)).isEqualTo(parameter("balancing"));
        assertThat(one(world.told(), Setting.BALANCING).value()).isEqualTo("least-request");
    }

    @Test
    void ofTwoPrefixesOursIsInForce() {
        World world = world(Map.of(), Map.of(NGINX + "proxy-body-size", "1m", "sluice.dev/proxy-body-size", "2m"));
        assertThat(origin(world, Setting.REQUEST_BODY_LIMIT)).isEqualTo(annotation("sluice.dev/proxy-body-size"));
        assertThat(one(world.told(), Setting.REQUEST_BODY_LIMIT).value()).isEqualTo("2097152 bytes");
    }

    @Test
    void ofTheTwoAnnotationsAboutTheRedirectTheOneThatDecidesIsNamed() {
        String ssl = NGINX + "ssl-redirect";
        String force = NGINX + "force-ssl-redirect";
        assertThat(origin(world(Map.of(), Map.of(ssl, "false", force, "true")), Setting.SSL_REDIRECT))
                .isEqualTo(annotation(force));
        assertThat(origin(world(Map.of(), Map.of(ssl, "false", force, "false")), Setting.SSL_REDIRECT))
                .isEqualTo(annotation(ssl));
        assertThat(origin(world(Map.of("ssl-redirect", "false"), Map.of(force, "false")), Setting.SSL_REDIRECT))
                .isEqualTo(parameter("ssl-redirect"));
        assertThat(origin(world(Map.of("force-ssl-redirect", "true"), Map.of(force, "false")), Setting.SSL_REDIRECT))
                .isEqualTo(annotation(force));
    }

    @Test
    void howPathsAreReadComesFromTheOldestOfTheHost() {
        World world = World.of(
                Given.ingressClass("strict", "sluice.dev/ingress-controller", Optional.of("fast")),
                Given.ingressClass("sluice"),
                Given.configMap("fast", Map.of("encoded-slash", "refuse")),
                Given.service("shop/web", 80),
                ingress("shop/older", 1, "strict", Map.of()),
                ingress("shop/web", 2, "sluice", Map.of()));
        Provenance told = world.told(world.rule("shop/web", "/"), world.rule("shop/older", "/other"));
        assertThat(one(told, Setting.ENCODED_SLASH).value()).isEqualTo("refuse");
        assertThat(one(told, Setting.ENCODED_SLASH).origin())
                .hasValueSatisfying(origin -> assertThat(origin).isInstanceOf(Origin.ClassParameter.class));
        assertThat(one(told, Setting.ENCODED_SLASH).of())
                .isEqualTo(world.rule("shop/older", "/other").key());
        assertThat(one(told, Setting.AMBIGUOUS_PATH).origin()).contains(Origin.DEFAULT);
    }

    @Test
    void whileAnObjectIsInvalidTheAnnotationsOfWhatIsInForceAreNamed() {
        ObservedIngress valid = withTls(ingress("shop/web", 1, "sluice", Map.of(NGINX + "proxy-read-timeout", "7")));
        World world = World.of(Given.ingressClass("sluice"), Given.service("shop/web", 80), valid)
                .then(new ObservedIngress(
                        valid.key(),
                        Given.meta(valid.meta().uid(), 1, Map.of(NGINX + "proxy-send-timeout", "9")),
                        valid.className(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Flaw("spec.rules", "x", "expected a list"))));
        assertThat(origin(world, Setting.READ_TIMEOUT)).isEqualTo(annotation(NGINX + "proxy-read-timeout"));
        assertThat(origin(world, Setting.SEND_TIMEOUT)).contains(Origin.DEFAULT);
    }

    @Test
    void ofWhatIsServedInAnotherFormOnlyTheValuesAreTold() {
        World before = world(Map.of("read-timeout", "7"), Map.of());
        World after = before.then(Given.configMap("fast", Map.of("read-timeout", "8")));
        HttpRoute held = before.rule("shop/web", "/");
        Provenance told = after.told(held, held, before.served(held, held));
        assertThat(told.foreign()).containsExactly(held);
        assertThat(told.field()).isEmpty();
        assertThat(one(told, Setting.READ_TIMEOUT).value()).isEqualTo("7s");
        assertThat(told.settings())
                .allSatisfy(one -> assertThat(one.origin()).as("%s", one).isEmpty());
    }

    @Test
    void aRuleThatThisTranslationDoesNotKnowHasValuesToo() {
        World before = world(Map.of(), Map.of());
        HttpRoute held = before.rule("shop/web", "/");
        World nothing = World.of(Given.ingressClass("sluice"));
        Provenance told = nothing.told(held, held, before.served(held, held));
        assertThat(told.foreign()).hasSize(2);
        assertThat(find(told, Setting.SEND_TIMEOUT)).isPresent();
    }

    // ---- laws, over annotations and parameters good and bad

    private static Arbitrary<Map<String, String>> texts(List<String> keys) {
        Arbitrary<String> values =
                Arbitraries.of("true", "false", "7", "30", "301", "1m", "/a,/b", "least-request", "refuse", "h2", "");
        return Arbitraries.maps(Arbitraries.of(keys), values).ofMaxSize(6);
    }

    @Provide
    static Arbitrary<Map<String, String>> annotations() {
        List<String> names = new ArrayList<>();
        for (String prefix : List.of(NGINX, "sluice.dev/")) {
            for (String name : List.of(
                    "proxy-read-timeout",
                    "proxy-connect-timeout",
                    "proxy-body-size",
                    "ssl-redirect",
                    "force-ssl-redirect",
                    "http-redirect-code",
                    "no-tls-redirect-locations",
                    "preserve-trailing-slash",
                    "hsts",
                    "hsts-max-age",
                    "backend-protocol")) {
                names.add(prefix + name);
            }
        }
        return texts(names);
    }

    @Provide
    static Arbitrary<Map<String, String>> parameters() {
        return texts(List.of(
                "read-timeout",
                "connect-timeout",
                "request-body-limit",
                "ssl-redirect",
                "force-ssl-redirect",
                "http-redirect-code",
                "hsts",
                "hsts-max-age",
                "balancing",
                "encoded-slash"));
    }

    @Property(tries = 200)
    void whatComesFromTheClassOrFromNobodyIsTheSameWithoutAnnotations(
            @ForAll("parameters") Map<String, String> parameters, @ForAll("annotations") Map<String, String> asked) {
        Provenance without = world(parameters, Map.of()).told();
        Provenance bare = world(Map.of(), Map.of()).told();
        for (InForce one : world(parameters, asked).told().settings()) {
            Optional<InForce> expected = switch (one.origin().orElseThrow()) {
                case Origin.ClassParameter parameter -> find(without, one.setting());
                case Origin.Default none -> find(bare, one.setting());
                case Origin.Annotation annotation -> Optional.empty();
                case Origin.Field field -> Optional.empty();
            };
            expected.ifPresent(
                    same -> assertThat(one.value()).as("%s", one.setting()).isEqualTo(same.value()));
        }
    }

    @Property(tries = 200)
    void whatIsWrittenSomewhereIsTheSameWhereItIsWrittenThereAlone(
            @ForAll("parameters") Map<String, String> parameters, @ForAll("annotations") Map<String, String> asked) {
        for (InForce one : world(parameters, asked).told().settings()) {
            World alone = switch (one.origin().orElseThrow()) {
                case Origin.Annotation(var object, String key) ->
                    world(Map.of(), Map.of(key, asked.getOrDefault(key, "?")));
                case Origin.ClassParameter(var ingressClass, var map, String key) ->
                    world(Map.of(key, parameters.getOrDefault(key, "?")), Map.of());
                case Origin.Field field -> world(Map.of(), Map.of());
                case Origin.Default none -> world(Map.of(), Map.of());
            };
            find(alone.told(), one.setting())
                    .ifPresent(there -> assertThat(there.value())
                            .as("%s of %s, %s", one.setting(), parameters, asked)
                            .isEqualTo(one.value()));
        }
    }

    @Property(tries = 40)
    void allIsExactOfEveryRuleOfATableAndGoingOnTellsWhatStartingAnewTells(
            @ForAll("happenings") List<ObjectEvent> events) {
        ClusterState state = Given.empty();
        Translation last = Translation.NONE;
        for (ObjectEvent event : events) {
            state = state.apply(event).state();
            last = Translator.translate(RandomCluster.SETTINGS, state, last.memory(), last);
            state = state.settled();
        }
        World incremental = new World(state, last);
        World anew =
                new World(state, Translator.translate(RandomCluster.SETTINGS, state, last.memory(), Translation.NONE));
        for (Resource resource : incremental.table().values()) {
            if (resource instanceof HttpRoute rule) {
                Provenance told = incremental.told(rule, rule);
                assertThat(told.foreign()).isEmpty();
                assertThat(told.settings())
                        .allSatisfy(one -> assertThat(one.origin()).isPresent());
                assertThat(told).isEqualTo(anew.told(rule, rule));
                assertThat(rule.order().createdAtEpochSecond() == RuleOrder.UNWRITTEN
                                || told.field().isPresent())
                        .isTrue();
            }
        }
    }

    @Provide
    Arbitrary<List<ObjectEvent>> happenings() {
        return RandomCluster.event().list().ofMinSize(1).ofMaxSize(30);
    }
}
