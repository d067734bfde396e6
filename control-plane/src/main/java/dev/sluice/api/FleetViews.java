package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.Health;
import dev.sluice.replica.DataPlaneView.Rates;
import dev.sluice.replica.Placed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All fleets at a glance: those that are given something, and those whose data planes are connected. */
final class FleetViews {
    private final ApiSources sources;
    private final Tables tables;

    FleetViews(ApiSources sources, Tables tables) {
        this.sources = sources;
        this.tables = tables;
    }

    /**
     * @param version that all are given; empty if nothing is published
     * @param course follow, hold or staged
     * @param release that all are given; empty if none
     * @param refused resources that data planes refuse, over all of them
     */
    record View(
            String fleet,
            String version,
            String digest,
            String course,
            String release,
            int resources,
            int routes,
            int services,
            int endpoints,
            int certificates,
            int refused,
            PlanesView dataPlanes,
            long connections,
            double requestRate,
            double failureRate,
            double errorShare) {
        /** The same but for what changes with every request. */
        View withoutLoad() {
            return new View(
                    fleet,
                    version,
                    digest,
                    course,
                    release,
                    resources,
                    routes,
                    services,
                    endpoints,
                    certificates,
                    refused,
                    dataPlanes,
                    0,
                    0,
                    0,
                    0);
        }
    }

    record PlanesView(
            int total, int current, int sending, int lagging, int waiting, int ahead, int ready, int draining) {
        static PlanesView of(List<DataPlaneView> planes) {
            return new PlanesView(
                    planes.size(),
                    count(planes, Delivery.CURRENT),
                    count(planes, Delivery.SENDING),
                    count(planes, Delivery.LAGGING),
                    count(planes, Delivery.WAITING),
                    count(planes, Delivery.AHEAD),
                    health(planes, Health::ready),
                    health(planes, Health::draining));
        }

        private static int count(List<DataPlaneView> planes, Delivery delivery) {
            return (int) planes.stream()
                    .filter(plane -> plane.delivery() == delivery)
                    .count();
        }

        private static int health(List<DataPlaneView> planes, Predicate<Health> is) {
            return (int) planes.stream()
                    .filter(plane -> plane.health().filter(is).isPresent())
                    .count();
        }
    }

    /** Sorted by fleet. */
    List<View> all(Collection<Placed> planes) {
        Map<FleetName, List<DataPlaneView>> byFleet = new TreeMap<>();
        tables.all().forEach(table -> byFleet.put(table.fleet(), new ArrayList<>()));
        planes.forEach(
                placed -> byFleet.computeIfAbsent(placed.view().identity().fleet(), any -> new ArrayList<>())
                        .add(placed.view()));
        Map<String, DecisionAnswer.FleetView> decided = new TreeMap<>();
        DecisionAnswer.of(sources).fleets().forEach(fleet -> decided.put(fleet.fleet(), fleet));
        List<View> views = new ArrayList<>();
        byFleet.forEach((fleet, its) -> views.add(view(fleet, its, Optional.ofNullable(decided.get(fleet.value())))));
        return views;
    }

    private View view(FleetName fleet, List<DataPlaneView> planes, Optional<DecisionAnswer.FleetView> decided) {
        Optional<TableIndex> table = tables.of(fleet);
        Optional<Version> version = table.map(known -> known.snapshot().version());
        Rates rates = rates(planes);
        return new View(
                fleet.value(),
                version.map(Version::toString).orElse(""),
                version.map(known -> known.digest().toString()).orElse(""),
                decided.map(DecisionAnswer.FleetView::course).orElse("follow"),
                decided.map(DecisionAnswer.FleetView::given).orElse(""),
                table.map(known -> known.snapshot().resources().resources().size())
                        .orElse(0),
                table.map(known -> known.routes().size()).orElse(0),
                table.map(known -> known.services().size()).orElse(0),
                table.map(TableIndex::endpoints).orElse(0),
                table.map(known -> known.certificates().size()).orElse(0),
                planes.stream().mapToInt(plane -> plane.refused().size()).sum(),
                PlanesView.of(planes),
                planes.stream()
                        .flatMap(plane -> plane.health().stream())
                        .mapToLong(Health::connections)
                        .sum(),
                rates.requests(),
                rates.failures(),
                DataPlanesAnswer.share(rates));
    }

    private static Rates rates(List<DataPlaneView> planes) {
        double requests = 0;
        double failures = 0;
        for (DataPlaneView plane : planes) {
            requests += plane.health().map(health -> health.rates().requests()).orElse(0.0);
            failures += plane.health().map(health -> health.rates().failures()).orElse(0.0);
        }
        return new Rates(Math.round(requests * 10) / 10.0, Math.round(failures * 10) / 10.0);
    }
}
