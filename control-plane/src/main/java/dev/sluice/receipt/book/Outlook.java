package dev.sluice.receipt.book;

import dev.sluice.key.FleetName;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.RefusedResource;
import dev.sluice.replica.Placed;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The data planes of all replicas at one moment, and what they should serve. A value.
 *
 * @param planes by fleet, sorted by node
 */
public record Outlook(Map<FleetName, List<DataPlaneView>> planes, Offered offered, Decision decision) {
    public static final Outlook NOTHING = new Outlook(Map.of(), Offered.NOTHING, Decision.NONE);

    public Outlook {
        planes = Map.copyOf(planes);
    }

    /** @param placed sorted by node */
    public static Outlook of(Collection<Placed> placed, Offered offered, Decision decision) {
        Map<FleetName, List<DataPlaneView>> byFleet = new TreeMap<>();
        for (Placed one : placed) {
            byFleet.computeIfAbsent(one.view().identity().fleet(), any -> new ArrayList<>())
                    .add(one.view());
        }
        byFleet.replaceAll((fleet, views) -> List.copyOf(views));
        return new Outlook(byFleet, offered, decision);
    }

    /** After the fleet has been offered that version. */
    public Outlook offering(FleetName fleet, Version version) {
        return new Outlook(planes, offered.plus(fleet, version), decision);
    }

    /** The data planes of the fleet, sorted by node. */
    public List<DataPlaneView> of(FleetName fleet) {
        return planes.getOrDefault(fleet, List.of());
    }

    /** Whether any data plane refuses anything. */
    public boolean refusing() {
        return planes.values().stream()
                .flatMap(List::stream)
                .anyMatch(plane -> !plane.refused().isEmpty());
    }

    /** How a data plane stands to the subject. */
    public Standing standing(Subject subject, DataPlaneView plane) {
        if (plane.answeredAt().isEmpty()) {
            return unheard(plane);
        }
        return covers(subject, plane)
                ? refused(subject, plane)
                        .<Standing>map(refused ->
                                new Standing.Refuses(refused.key(), refused.reason(), refused.servingLastForm()))
                        .orElseGet(Standing.Live::new)
                : behind(plane);
    }

    /** Whether it is live everywhere: on each of the fleets' data planes, of which each fleet has one at least. */
    public boolean live(Subject subject) {
        return subject.made().fleets().stream().allMatch(fleet -> live(subject, fleet));
    }

    private boolean live(Subject subject, FleetName fleet) {
        return !of(fleet).isEmpty()
                && of(fleet).stream().allMatch(plane -> standing(subject, plane).live());
    }

    private boolean covers(Subject subject, DataPlaneView plane) {
        return covers(subject, plane.identity().fleet(), plane.serving());
    }

    private boolean covers(Subject subject, FleetName fleet, Version version) {
        return offered.consumed(fleet, version, subject.watch()) >= subject.number();
    }

    /**
     * When a data plane that serves the subject said so first: the ack that contained it behind one that did not. Empty if
     * that was before all that are remembered.
     */
    Optional<Instant> since(Subject subject, DataPlaneView plane) {
        Optional<Instant> since = Optional.empty();
        for (DataPlaneView.Acked ack : plane.acks()) {
            if (!covers(subject, plane.identity().fleet(), ack.version())) {
                return since;
            }
            since = Optional.of(ack.at());
        }
        return Optional.empty();
    }

    private static Optional<RefusedResource> refused(Subject subject, DataPlaneView plane) {
        return plane.refused().stream()
                .filter(refused -> subject.made().resources().contains(refused.key()))
                .findFirst();
    }

    private static Standing unheard(DataPlaneView plane) {
        return plane.nacks() > 0
                ? new Standing.Nacked(plane.lastNack(), plane.serving())
                : new Standing.Unheard(plane.connectedAt());
    }

    private Standing behind(DataPlaneView plane) {
        FleetName fleet = plane.identity().fleet();
        Version serving = plane.serving();
        return switch (plane.delivery()) {
            case LAGGING -> new Standing.Lags(plane.offeredAt().orElse(plane.connectedAt()), serving);
            case SENDING -> new Standing.Sending(serving);
            case WAITING ->
                plane.lastNack().isEmpty()
                        ? new Standing.Behind(serving)
                        : new Standing.Nacked(plane.lastNack(), serving);
            case CURRENT, AHEAD ->
                offered.epoch(fleet).filter(serving.epoch()::equals).isEmpty()
                        ? new Standing.Elsewhere(serving)
                        : held(plane).orElseGet(() -> new Standing.Behind(serving));
        };
    }

    private Optional<Standing> held(DataPlaneView plane) {
        FleetName fleet = plane.identity().fleet();
        return decision.course(fleet).map(course -> switch (course) {
            case Course.Hold hold ->
                new Standing.Held(
                        "is given an older release because fleet " + fleet + " is frozen",
                        decision.number(),
                        hold.cause());
            case Course.Staged staged ->
                new Standing.Held(
                        "is not given it yet because fleet " + fleet + " is staged"
                                + (staged.first().isEmpty() ? "" : " and " + staged.first() + " goes first"),
                        decision.number(),
                        staged.cause());
        });
    }
}
