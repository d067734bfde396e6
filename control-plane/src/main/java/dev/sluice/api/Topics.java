package dev.sluice.api;

import dev.sluice.api.event.Event;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.Health;
import dev.sluice.replica.Placed;
import dev.sluice.rollout.Releases;
import dev.sluice.state.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what has changed since it was told last, topic by topic. Whatever is told is whole, so that it replaces what was told
 * before. Confined to who tells.
 */
final class Topics {
    /** That may be followed. */
    static final Set<String> NAMES =
            Set.of("fleets", "dataplanes", "problems", "receipts", "decision", "members", "history");

    private static final int MOST_PLANES = 200;
    private static final int MOST_PROBLEMS = 50;

    /** Whether what changes with every request is looked at, too. */
    enum Load {
        TOLD,
        LEFT
    }

    private final ApiSources sources;
    private final FleetViews fleetViews;
    private final ProblemsAnswer problemsNow;
    private final InstantSource clock;
    private final ReceiptTopic receipts;
    private List<FleetViews.View> fleets = List.of();
    private SortedMap<String, Placed> planes = Collections.emptySortedMap();
    private SortedSet<Problem> problems = Collections.emptySortedSet();
    private Optional<DecisionAnswer.Answer> decision = Optional.empty();
    private Optional<MembersAnswer.Answer> members = Optional.empty();
    private final Map<String, String> releases = new TreeMap<>();

    Topics(ApiSources sources, FleetViews fleetViews, ProblemsAnswer problemsNow, InstantSource clock) {
        this.sources = sources;
        this.fleetViews = fleetViews;
        this.problemsNow = problemsNow;
        this.clock = clock;
        this.receipts = new ReceiptTopic(sources);
    }

    private record FleetsChanged(List<FleetViews.View> fleets) {}

    private record PlanesChanged(List<DataPlanesAnswer.View> items, List<String> gone, int more) {}

    private record ProblemsChanged(
            int total,
            int errors,
            int warnings,
            int infos,
            List<ProblemsAnswer.ProblemView> added,
            List<ProblemsAnswer.ProblemView> removed,
            int more) {}

    private record HistoryChanged(String fleet, HistoryAnswer.EntryView release) {}

    /** What has changed since this was asked last. */
    List<Event> changes(Load load) {
        // Read before all that leads to a release, told behind it: who reads of a release knows what it brought.
        Optional<Releases> released = sources.stages().releases();
        List<Event> events = new ArrayList<>();
        SortedMap<String, Placed> now = sources.receipts().dataPlanes();
        fleets(now, load).ifPresent(events::add);
        planes(now, load).ifPresent(events::add);
        problems().ifPresent(events::add);
        receipts.change().ifPresent(events::add);
        decision().ifPresent(events::add);
        members().ifPresent(events::add);
        released.ifPresent(known -> events.addAll(history(known)));
        return events;
    }

    private static Event event(String topic, Object data) {
        return new Event(topic, Replies.line(data));
    }

    private Optional<Event> fleets(SortedMap<String, Placed> now, Load load) {
        List<FleetViews.View> next = fleetViews.all(now.values());
        boolean same =
                load == Load.TOLD ? next.equals(fleets) : withoutLoad(next).equals(withoutLoad(fleets));
        if (same) {
            return Optional.empty();
        }
        fleets = next;
        return Optional.of(event("fleets", new FleetsChanged(next)));
    }

    private static List<FleetViews.View> withoutLoad(List<FleetViews.View> views) {
        return views.stream().map(FleetViews.View::withoutLoad).toList();
    }

    private Optional<Event> planes(SortedMap<String, Placed> now, Load load) {
        List<Placed> changed = new ArrayList<>();
        SortedMap<String, Placed> next = new TreeMap<>();
        now.forEach((node, placed) -> {
            Placed before = planes.get(node);
            boolean same = before != null && same(before, placed, load);
            next.put(node, same ? before : placed);
            if (!same) {
                changed.add(placed);
            }
        });
        List<String> gone =
                planes.keySet().stream().filter(node -> !now.containsKey(node)).toList();
        planes = next;
        if (changed.isEmpty() && gone.isEmpty()) {
            return Optional.empty();
        }
        List<DataPlanesAnswer.View> items = changed.stream()
                .limit(MOST_PLANES)
                .map(placed -> DataPlanesAnswer.view(placed, clock.instant()))
                .toList();
        return Optional.of(event("dataplanes", new PlanesChanged(items, gone, changed.size() - items.size())));
    }

    private static boolean same(Placed before, Placed now, Load load) {
        if (!before.replica().equals(now.replica())) {
            return false;
        }
        DataPlaneView left = before.view();
        DataPlaneView right = now.view();
        return left == right || (load == Load.TOLD ? left.equals(right) : alike(left, right));
    }

    /** What is on its way now has arrived in a moment, or is told with the load. */
    private static boolean alike(DataPlaneView left, DataPlaneView right) {
        boolean onItsWay = right.delivery() == Delivery.SENDING && left.session() == right.session();
        return (onItsWay || left.sameButForHealth(right))
                && left.health().map(Topics::withoutLoad).equals(right.health().map(Topics::withoutLoad));
    }

    private static Health withoutLoad(Health health) {
        return new Health(
                health.ready(),
                health.draining(),
                0,
                0,
                0,
                health.bindFailures(),
                DataPlaneView.Rates.NONE,
                health.failing(),
                health.moreFailing());
    }

    private Optional<Event> problems() {
        SortedSet<Problem> now = problemsNow.all();
        if (now.equals(problems)) {
            return Optional.empty();
        }
        List<Problem> added = without(now, problems);
        List<Problem> removed = without(problems, now);
        problems = now;
        ProblemsAnswer.Numbers numbers = ProblemsAnswer.Numbers.of(now);
        return Optional.of(event(
                "problems",
                new ProblemsChanged(
                        numbers.total(),
                        numbers.errors(),
                        numbers.warnings(),
                        numbers.infos(),
                        first(added),
                        first(removed),
                        Math.max(0, added.size() - MOST_PROBLEMS) + Math.max(0, removed.size() - MOST_PROBLEMS))));
    }

    private static List<Problem> without(SortedSet<Problem> these, SortedSet<Problem> those) {
        SortedSet<Problem> rest = new TreeSet<>(these);
        rest.removeAll(those);
        return List.copyOf(rest);
    }

    private static List<ProblemsAnswer.ProblemView> first(List<Problem> problems) {
        return problems.stream().limit(MOST_PROBLEMS).map(ProblemsAnswer::view).toList();
    }

    private Optional<Event> decision() {
        Optional<DecisionAnswer.Answer> now = Optional.of(DecisionAnswer.of(sources));
        if (now.equals(decision)) {
            return Optional.empty();
        }
        decision = now;
        return now.map(answer -> event("decision", answer));
    }

    private Optional<Event> members() {
        Optional<MembersAnswer.Answer> now = Optional.of(
                MembersAnswer.of(sources.cluster().get(), sources.receipts().replicas()));
        if (now.equals(members)) {
            return Optional.empty();
        }
        members = now;
        return now.map(answer -> event("members", answer));
    }

    private List<Event> history(Releases known) {
        List<Event> events = new ArrayList<>();
        known.fleets().forEach((fleet, releasesOf) -> {
            String newest = releasesOf.newest().id().toString();
            boolean same = newest.equals(releases.put(fleet.value(), newest));
            if (!same && !releasesOf.history().entries().isEmpty()) {
                HistoryAnswer.EntryView entry = HistoryAnswer.view(
                        releasesOf, releasesOf.history().entries().getFirst());
                events.add(event("history", new HistoryChanged(fleet.value(), entry)));
            }
        });
        return events;
    }
}
