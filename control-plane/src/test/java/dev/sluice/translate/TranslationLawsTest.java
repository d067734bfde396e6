package dev.sluice.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteTable;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** What must hold for whatever happens in a cluster. */
class TranslationLawsTest {
    private static final Settings SETTINGS = RandomCluster.SETTINGS;

    @Provide
    Arbitrary<List<ObjectEvent>> happenings() {
        return RandomCluster.event().list().ofMinSize(1).ofMaxSize(40);
    }

    @Property(tries = 400)
    void goingOnFromThePreviousTranslationGivesWhatStartingAnewGives(
            @ForAll("happenings") List<ObjectEvent> events, @ForAll @IntRange(min = 1, max = 5) int batch) {
        ClusterState state = Given.empty();
        Translation previous = Translation.NONE;
        for (int i = 0; i < events.size(); i++) {
            state = state.apply(events.get(i)).state();
            if (i % batch == 0 || i == events.size() - 1) {
                Translation next = Translator.translate(SETTINGS, state, previous.memory(), previous);
                assertThat(applied(previous, next)).isEqualTo(next.tables());
                assertThat(demanded(previous, next)).isEqualTo(next.demands());
                state = state.settled();
                assertSame(next, Translator.translate(SETTINGS, state, next.memory(), Translation.NONE));
                previous = next;
            }
        }
    }

    private static PSortedMap<FleetName, RouteTable> applied(Translation before, Translation after) {
        PSortedMap<FleetName, RouteTable> tables = TreePMap.empty();
        for (FleetName fleet : after.tables().keySet()) {
            tables = tables.plus(fleet, before.table(fleet).apply(after.change(fleet)));
        }
        return tables;
    }

    private static Map<FleetName, Map<EndpointSetKey, EndpointDemand>> demanded(Translation before, Translation after) {
        Map<FleetName, Map<EndpointSetKey, EndpointDemand>> demands = new TreeMap<>();
        for (FleetName fleet : after.demands().keySet()) {
            Map<EndpointSetKey, EndpointDemand> own = new TreeMap<>(before.demands(fleet));
            after.demandChange(fleet).added().forEach(demand -> own.put(demand.key(), demand));
            own.keySet().removeAll(after.demandChange(fleet).removed());
            demands.put(fleet, own);
        }
        return demands;
    }

    private static void assertSame(Translation left, Translation right) {
        assertThat(List.copyOf(left.problems())).isEqualTo(List.copyOf(right.problems()));
        assertThat(left.tables()).isEqualTo(right.tables());
        assertThat(left.demands()).isEqualTo(right.demands());
        assertThat(left.statuses()).isEqualTo(right.statuses());
        assertThat(left.unwritten()).isEqualTo(right.unwritten());
        assertThat(left.references()).isEqualTo(right.references());
        assertThat(left.awaited()).isEqualTo(right.awaited());
        assertThat(left.memory()).isEqualTo(right.memory());
    }

    @Property(tries = 200)
    void theOrderInWhichObjectsAppearedDoesNotMatter(@ForAll("shuffles") List<List<ObjectEvent>> twoOrders) {
        assertSame(translated(twoOrders.get(0)), translated(twoOrders.get(1)));
    }

    @Provide
    Arbitrary<List<List<ObjectEvent>>> shuffles() {
        return RandomCluster.object()
                .list()
                .uniqueElements(object -> object.key())
                .ofMinSize(2)
                .ofMaxSize(20)
                .map(objects -> objects.stream().map(Given::applied).toList())
                .flatMap(events -> Arbitraries.shuffle(events).map(other -> List.of(events, other)));
    }

    private static Translation translated(List<ObjectEvent> events) {
        ClusterState state = Given.empty();
        for (ObjectEvent event : events) {
            state = state.apply(event).state();
        }
        return Translator.translate(SETTINGS, state, Memory.NOTHING, Translation.NONE);
    }

    @Property(tries = 200)
    void oneBrokenIngressChangesNoRouteOfAnother(
            @ForAll("happenings") List<ObjectEvent> events, @ForAll("anIngress") ObservedIngress victim) {
        ClusterState state = Given.empty();
        for (ObjectEvent event : events) {
            state = state.apply(event).state();
        }
        ClusterState sound =
                state.apply(Given.applied(RandomCluster.sound(victim))).state();
        ClusterState broken =
                state.apply(Given.applied(RandomCluster.broken(victim))).state();
        Map<FleetName, Map<ResourceKey, Resource>> others = routesOfOthers(sound, victim.key());
        assertThat(routesOfOthers(broken, victim.key())).isEqualTo(others);
        Map<FleetName, Map<ResourceKey, Resource>> without =
                routesOfOthers(state.apply(Given.deleted(victim.key())).state(), victim.key());
        if (asksForTls(victim)) { // of hosts, whose other rules redirect, or ask for certificates, no more
            assertThat(keys(without)).isEqualTo(keys(others));
        } else {
            assertThat(without).isEqualTo(others);
        }
    }

    private static boolean asksForTls(ObservedIngress ingress) {
        return !ingress.tls().isEmpty()
                || ingress.meta().annotations().containsKey("nginx.ingress.kubernetes.io/auth-tls-secret");
    }

    private static Map<FleetName, Set<ResourceKey>> keys(Map<FleetName, Map<ResourceKey, Resource>> routes) {
        Map<FleetName, Set<ResourceKey>> keys = new TreeMap<>();
        routes.forEach((fleet, own) -> keys.put(fleet, own.keySet()));
        return keys;
    }

    @Provide
    Arbitrary<ObservedIngress> anIngress() {
        return RandomCluster.ingress();
    }

    private static Map<FleetName, Map<ResourceKey, Resource>> routesOfOthers(ClusterState state, ObjectKey victim) {
        Translation translation = Translator.translate(SETTINGS, state, Memory.NOTHING, Translation.NONE);
        Map<FleetName, Map<ResourceKey, Resource>> routes = new TreeMap<>();
        for (RouteTable table : translation.tables().values()) {
            Map<ResourceKey, Resource> own = new TreeMap<>(table.resources());
            own.values()
                    .removeIf(r ->
                            !(r instanceof HttpRoute route) || route.source().equals(victim));
            routes.put(table.fleet(), own);
        }
        return routes;
    }

    @Property(tries = 200)
    void everyUpstreamThatARouteNamesIsInTheTableAndEveryOtherIsNot(@ForAll("happenings") List<ObjectEvent> events) {
        Translation translation = translated(events);
        for (RouteTable table : translation.tables().values()) {
            assertThat(Named.upstreams(table)).containsAll(Named.routed(table));
            if (!Named.closed(table)) { // the rules of a closed host go nowhere, until it is opened
                assertThat(Named.upstreams(table)).isEqualTo(Named.routed(table));
            }
            assertThat(Named.demanded(table))
                    .isEqualTo(translation.demands(table.fleet()).keySet());
        }
    }
}
