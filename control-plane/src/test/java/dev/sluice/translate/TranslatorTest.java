package dev.sluice.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteAction;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Flaw;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.Problem;
import dev.sluice.translate.ingress.PublishedAddresses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What goes from one translation to the next; what a translation contains, the golden files show. */
class TranslatorTest {
    private static final FleetName FLEET = FleetName.DEFAULT;
    private static final FleetName EDGE = new FleetName("edge");
    private static final LoadBalancerAddress ADDRESS = new LoadBalancerAddress("203.0.113.1", "");

    private Settings settings = Settings.DEFAULT;
    private ClusterState state = Given.empty();
    private Translation last = Translation.NONE;

    private Translation after(ObjectEvent... events) {
        for (ObjectEvent event : events) {
            state = state.apply(event).state();
        }
        last = Translator.translate(settings, state, last.memory(), last);
        state = state.settled();
        return last;
    }

    private Translation given(ObservedObject... objects) {
        return after(List.of(objects).stream().map(Given::applied).toArray(ObjectEvent[]::new));
    }

    private static ObservedIngress front() {
        return Given.ingress("shop/front", 1, Given.rule("a.example.com", Given.prefix("/", "web")));
    }

    private static ObservedIngress broken(Map<String, String> annotations, Optional<String> className) {
        return Given.ingress(
                "shop/front",
                1,
                className,
                annotations,
                Optional.empty(),
                List.of(new Flaw("spec.rules", "x", "expected a list")),
                List.of(Given.rule("b.example.com", Given.prefix("/other", "web"))));
    }

    private static ObservedIngress broken() {
        return broken(Map.of(), Optional.of("sluice"));
    }

    /** What is in every table: ports to listen at, and what is answered to handshakes for unknown hosts. */
    private static final Set<String> FIXTURES = Set.of("Listener http-80", "Listener https-443", "TlsHost 443 *");

    private static List<String> ids(Translation translation) {
        List<String> ids = translation.table(FLEET).values().stream()
                .map(Resource::key)
                .map(Object::toString)
                .toList();
        assertThat(ids).containsAll(FIXTURES);
        return ids.stream().filter(id -> !FIXTURES.contains(id)).toList();
    }

    private static List<String> upserts(Translation translation) {
        return translation.change(FLEET).upserts().stream()
                .map(resource -> resource.key().id())
                .toList();
    }

    private static List<RouteAction> actions(Translation translation) {
        return translation.table(FLEET).values().stream()
                .filter(HttpRoute.class::isInstance)
                .map(route -> ((HttpRoute) route).action())
                .toList();
    }

    private static RouteAction answers(Refusal.Cause cause) {
        return new RouteAction.Respond(Refusal.unavailable(cause));
    }

    private static ObjectKey ingress(String name) {
        return ObjectKey.of(ObjectKind.INGRESS, "shop", name);
    }

    @Test
    void anIngressBecomesARouteAndItsServiceAnUpstream() {
        Translation translation = given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front());
        assertThat(ids(translation))
                .containsExactly("Upstream shop/web:80", "Route Ingress/shop/front|a.example.com|Prefix|/");
        assertThat(translation.demands(FLEET).values()).containsExactly(EndpointDemand.of("shop", "web", "http"));
        assertThat(translation.problems()).isEmpty();
    }

    @Test
    void onlyWhatChangedIsInTheChangeAndDeletingUndoesIt() {
        Translation first = given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front());
        Translation second =
                given(Given.ingress("shop/back", 2, Given.rule("b.example.com", Given.prefix("/", "web"))));
        assertThat(upserts(second)).containsExactly("Ingress/shop/back|b.example.com|Prefix|/");
        assertThat(second.demandChanges()).isEmpty();
        Translation third = after(Given.deleted(ingress("back")));
        assertThat(third.tables()).isEqualTo(first.tables());
        assertThat(third.change(FLEET).upserts()).isEmpty();
        assertThat(third.change(FLEET).removes()).hasSize(1);
    }

    @Test
    void insertingAPathChangesNoOtherRoute() {
        given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front());
        Translation inserted = given(Given.ingress(
                "shop/front",
                1,
                Given.rule("0.example.com", Given.prefix("/new", "web")),
                Given.rule("a.example.com", Given.exact("/first", "web"), Given.prefix("/", "web"))));
        assertThat(upserts(inserted))
                .containsExactly(
                        "Ingress/shop/front|0.example.com|Prefix|/new",
                        "Ingress/shop/front|a.example.com|Exact|/first");
    }

    @Test
    void routesVanishOnlyForWhatIsDeletedInWhateverOrder() {
        given(
                Given.ingressClass("sluice"),
                Given.service("shop/web", 80),
                Given.service("shop/api", 80),
                front(),
                Given.ingress("shop/back", 2, Given.rule("b.example.com", Given.prefix("/", "api"))));
        Translation serviceGone = after(Given.deleted(ObjectKey.of(ObjectKind.SERVICE, "shop", "web")));
        assertThat(upserts(serviceGone)).containsExactly("Ingress/shop/front|a.example.com|Prefix|/");
        assertThat(serviceGone.change(FLEET).removes())
                .extracting(key -> key.id())
                .containsExactly("shop/web:80");
        assertThat(serviceGone.demandChange(FLEET).removed())
                .extracting(key -> key.id())
                .containsExactly("shop/web:http");
        Translation ingressGone = after(Given.deleted(ingress("front")));
        assertThat(ids(ingressGone))
                .containsExactly("Upstream shop/api:80", "Route Ingress/shop/back|b.example.com|Prefix|/");
        assertThat(ingressGone.problems()).isEmpty();
    }

    @Test
    void anInvalidIngressKeepsItsLastValidSpecificationAndIsNamed() {
        Translation valid = given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front());
        Translation invalid = given(broken());
        assertThat(invalid.tables()).isEqualTo(valid.tables());
        assertThat(invalid.changes()).isEmpty();
        assertThat(invalid.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
            assertThat(problem.object()).isEqualTo("Ingress shop/front");
            assertThat(problem.field()).isEqualTo("spec.rules");
        });
    }

    @Test
    void theReferencesOfARememberedSpecificationAreFollowedAnew() {
        given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front());
        given(broken());
        Translation gone = after(Given.deleted(ObjectKey.of(ObjectKind.SERVICE, "shop", "web")));
        assertThat(actions(gone)).containsExactly(answers(Refusal.Cause.SERVICE_NOT_FOUND));
    }

    @Test
    void aChangedClassActsAtOnceEvenOnAnInvalidIngress() {
        given(
                Given.ingressClass("sluice"),
                Given.ingressClass("other", "example.com/other", Optional.empty()),
                Given.service("shop/web", 80),
                front());
        assertThat(ids(given(broken(Map.of(), Optional.of("other"))))).isEmpty();
    }

    @Test
    void aProtectionAskedForActsAtOnceEvenOnAnInvalidIngress() {
        given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front());
        Translation closed =
                given(broken(Map.of("nginx.ingress.kubernetes.io/auth-url", "http://a"), Optional.of("sluice")));
        assertThat(actions(closed)).containsExactly(answers(Refusal.Cause.UNSUPPORTED_PROTECTION));
    }

    @Test
    void anInvalidIngressThatNobodyRemembersAnswers503OnItsOwnPaths() {
        Translation invalid = given(Given.ingressClass("sluice"), Given.service("shop/web", 80), broken());
        assertThat(ids(invalid)).containsExactly("Route Ingress/shop/front|b.example.com|Prefix|/other");
        assertThat(actions(invalid)).containsExactly(answers(Refusal.Cause.INVALID_OBJECT));
    }

    @Test
    void whatAnotherReplicaRemembersTakesEffectWithoutAnyEvent() {
        Translation elsewhere = given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front());
        last = Translation.NONE;
        state = Given.empty();
        Translation here = given(Given.ingressClass("sluice"), Given.service("shop/web", 80), broken());
        Translation told = Translator.translate(settings, state, here.memory().merge(elsewhere.memory()), here);
        assertThat(told.tables()).isEqualTo(elsewhere.tables());
    }

    @Test
    void aRecreatedObjectIsAnotherOneAndInheritsNothing() {
        given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front());
        ObservedIngress recreated = broken().withMeta(Given.meta("another", 2, Map.of()));
        Translation translation = given(recreated);
        assertThat(actions(translation)).containsExactly(answers(Refusal.Cause.INVALID_OBJECT));
        assertThat(translation.memory().valid()).isEmpty();
    }

    @Test
    void whenItsClassIsDeletedAnIngressIsNobodys() {
        given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front());
        Translation orphaned = after(Given.deleted(ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, "sluice")));
        assertThat(ids(orphaned)).isEmpty();
        assertThat(orphaned.statuses()).isEmpty();
    }

    @Test
    void parametersAreAwaitedUntilTheyAreReadAndThenMoveTheClassToItsFleets() {
        Translation waiting = given(
                Given.ingressClass("sluice", "sluice.dev/ingress-controller", Optional.of("fast")),
                Given.service("shop/web", 80),
                front());
        ObjectKey map = ObjectKey.of(ObjectKind.CONFIG_MAP, "sluice", "fast");
        assertThat(waiting.references()).containsExactly(map);
        assertThat(waiting.awaited())
                .as("the watch of all ConfigMaps has synced")
                .isEmpty();

        state = ClusterState.awaiting(Set.of());
        last = Translation.NONE;
        waiting = given(
                Given.ingressClass("sluice", "sluice.dev/ingress-controller", Optional.of("fast")),
                Given.service("shop/web", 80),
                front());
        assertThat(waiting.awaited()).containsExactly(map);
        assertThat(waiting.complete()).isFalse();
        WatchKey one = new WatchKey(ObjectKind.CONFIG_MAP, "sluice/fast");
        Translation read = after(
                new ObjectEvent.Applied(one, Given.configMap("fast", Map.of("fleets", "edge")), 1),
                new ObjectEvent.Synced(one, 1));
        assertThat(read.complete()).isTrue();
        assertThat(ids(read)).isEmpty();
        assertThat(read.table(EDGE).resources()).hasSize(5);
        Translation gone = after(new ObjectEvent.Deleted(one, map, 2));
        assertThat(gone.tables()).doesNotContainKey(EDGE);
        assertThat(gone.change(EDGE).removes()).hasSize(5);
        assertThat(gone.table(FLEET).resources()).hasSize(5);
    }

    @Test
    void anIngressThatTheApiServerShowsRightIsNotToBeWritten() {
        settings = new Settings(Settings.DEFAULT.ingress(), new PublishedAddresses.Listed(List.of(ADDRESS)));
        ObservedIngress front = front();
        Translation unwritten = given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front);
        assertThat(unwritten.unwritten()).containsOnlyKeys(front.key());
        Translation written = given(new ObservedIngress(
                front.key(),
                front.meta(),
                front.className(),
                front.defaultBackend(),
                front.rules(),
                front.tls(),
                List.of(ADDRESS),
                List.of()));
        assertThat(written.unwritten()).isEmpty();
        assertThat(written.statuses()).containsOnlyKeys(front.key());
        assertThat(written.changes()).isEmpty();
    }

    @Test
    void aClassShowsItsOwnAddressesUntilItSaysNothingAnyMore() {
        settings = new Settings(Settings.DEFAULT.ingress(), new PublishedAddresses.Listed(List.of(ADDRESS)));
        ObservedIngress front = front();
        LoadBalancerAddress own = new LoadBalancerAddress("192.0.2.77", "");
        Translation before = given(
                Given.ingressClass("sluice", "sluice.dev/ingress-controller", Optional.of("fast")),
                Given.configMap("fast", Map.of("publish-status-address", "192.0.2.77")),
                Given.service("shop/web", 80),
                front);
        assertThat(before.unwritten().values())
                .flatExtracting(StatusIntent::addresses)
                .containsExactly(own);
        Translation after = given(Given.configMap("fast", Map.of()));
        assertThat(after.unwritten().values())
                .flatExtracting(StatusIntent::addresses)
                .containsExactly(ADDRESS);
        assertThat(after.changes()).isEmpty();
    }

    @Test
    void otherSettingsAreAChangeFromTheTablesBefore() {
        given(Given.ingressClass("sluice"), Given.service("shop/web", 80), front());
        Translation same = last;
        settings = new Settings(Settings.DEFAULT.ingress(), new PublishedAddresses.Listed(List.of(ADDRESS)));
        Translation other = after();
        assertThat(other.changes()).isEmpty();
        assertThat(other.tables()).isEqualTo(same.tables());
        assertThat(other.statuses()).hasSize(1);
    }

    @Test
    void lostWatchesAndFaultySourcesAreProblemsUntilTheyAreMended() {
        WatchKey watch = new WatchKey(ObjectKind.SERVICE, "");
        Translation lost = after(
                new ObjectEvent.Disconnected(watch, "connection refused"),
                new ObjectEvent.SourceFaults(
                        watch, "web.yaml", List.of(new Flaw("", "", "expected a mapping", "web.yaml:3"))));
        assertThat(lost.problems()).extracting(Problem::reason).containsExactly("SourceFault", "WatchDisconnected");
        assertThat(after(
                                new ObjectEvent.Progressed(watch, 9),
                                new ObjectEvent.SourceFaults(watch, "web.yaml", List.of()))
                        .problems())
                .isEmpty();
    }

    @Test
    void whenTheWinnerOfAConflictGoesTheNextOneIsToldNothingMore() {
        given(
                Given.ingressClass("sluice"),
                Given.service("shop/web", 80),
                front(),
                Given.ingress("shop/late", 2, Given.rule("a.example.com", Given.prefix("/", "web"))),
                Given.ingress("shop/later", 3, Given.rule("a.example.com", Given.prefix("/", "web"))));
        assertThat(last.problems())
                .extracting(Problem::object)
                .containsExactly("Ingress shop/late", "Ingress shop/later");
        after(Given.deleted(ingress("front")));
        assertThat(last.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.object()).isEqualTo("Ingress shop/later");
            assertThat(problem.message()).contains("Ingress shop/late,");
        });
    }
}
