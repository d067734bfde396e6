package dev.sluice.receipt.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.Placed;
import dev.sluice.rollout.Decision;
import dev.sluice.translate.Contribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Live is what the definition says, whatever data planes say. */
class LiveLawsTest {
    private static final List<String> ROUTES = List.of("r1", "r2", "r3");

    /** @param epoch 1 is ours */
    record Offer(String fleet, long number, int content) {
        Version version() {
            return Planes.version(number, content);
        }
    }

    record Plane(String fleet, long number, int content, int epoch, boolean answered, Set<String> refused) {
        Placed placed(int name) {
            Version serving = new Version(
                    new Epoch("test", epoch), 0, Freshness.NONE.with(Planes.INGRESSES, number), Planes.digest(content));
            return Planes.view(
                    "n" + name,
                    fleet,
                    serving,
                    Delivery.CURRENT,
                    answered ? Optional.of(Planes.NOON) : Optional.empty(),
                    refused.toArray(new String[0]));
        }
    }

    record Asked(long number, Set<String> fleets, Set<String> routes) {
        Subject subject() {
            return new Subject(
                    ObjectKey.of(ObjectKind.INGRESS, "default", "web"),
                    Planes.INGRESSES,
                    number,
                    new Contribution(
                            new TreeSet<>(fleets.stream().map(FleetName::new).toList()),
                            routes.stream().map(ResourceKey.RouteKey::new).collect(Collectors.toSet())));
        }
    }

    @Provide
    Arbitrary<List<Offer>> offers() {
        return Combinators.combine(fleet(), number(), content())
                .as(Offer::new)
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Plane>> planes() {
        Arbitrary<Boolean> answered = Arbitraries.of(true, true, true, false);
        Arbitrary<Integer> epoch = Arbitraries.of(1, 1, 1, 2);
        Arbitrary<Set<String>> refused = Arbitraries.of(ROUTES).set().ofMaxSize(1);
        return Combinators.combine(fleet(), number(), content(), epoch, answered, refused)
                .as(Plane::new)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<Asked> asked() {
        return Combinators.combine(
                        number(),
                        fleet().set().ofMinSize(1).ofMaxSize(2),
                        Arbitraries.of(ROUTES).set().ofMaxSize(2))
                .as(Asked::new);
    }

    private static Arbitrary<String> fleet() {
        return Arbitraries.of("a", "b");
    }

    private static Arbitrary<Long> number() {
        return Arbitraries.longs().between(1, 6);
    }

    private static Arbitrary<Integer> content() {
        return Arbitraries.integers().between(1, 3);
    }

    @Property(tries = 2000)
    void anObjectIsLiveExactlyWhereEveryDataPlaneHasItsStateAndRefusesNothingOfIt(
            @ForAll("offers") List<Offer> offers, @ForAll("planes") List<Plane> planes, @ForAll("asked") Asked asked) {
        Offered offered = Offered.NOTHING;
        for (Offer offer : offers) {
            offered = offered.plus(new FleetName(offer.fleet()), offer.version());
        }
        List<Placed> placed = new ArrayList<>();
        planes.forEach(plane -> placed.add(plane.placed(placed.size())));
        Outlook outlook = Outlook.of(placed, offered, Decision.NONE);
        boolean expected = asked.fleets().stream()
                .allMatch(
                        fleet -> planes.stream().anyMatch(plane -> plane.fleet().equals(fleet))
                                && planes.stream()
                                        .filter(plane -> plane.fleet().equals(fleet))
                                        .allMatch(plane -> live(plane, asked, offers)));
        assertThat(outlook.live(asked.subject())).isEqualTo(expected);
        assertThat(new Floors(outlook).live(asked.subject())).isEqualTo(expected);
        if (expected) {
            assertThat(new Floors(outlook).tooNew(Planes.INGRESSES, asked.number()))
                    .isFalse();
        }
        for (Placed one : placed) {
            assertThat(reason(outlook, asked, one.view())).isNotBlank();
        }
    }

    private static String reason(Outlook outlook, Asked asked, DataPlaneView plane) {
        return outlook.standing(asked.subject(), plane).reason();
    }

    private static boolean live(Plane plane, Asked asked, List<Offer> offers) {
        List<Offer> own = offers.stream()
                .filter(offer -> offer.fleet().equals(plane.fleet()))
                .toList();
        boolean ours = plane.epoch() == 1 && !own.isEmpty();
        // Of one content the last that was offered counts: numbers do not fall within one decision.
        Optional<Offer> same = own.reversed().stream()
                .filter(offer -> offer.content() == plane.content())
                .findFirst();
        boolean covered = plane.number() >= asked.number()
                || same.filter(offer -> offer.number() >= asked.number()).isPresent();
        return plane.answered() && ours && covered && asked.routes().stream().noneMatch(plane.refused()::contains);
    }
}
