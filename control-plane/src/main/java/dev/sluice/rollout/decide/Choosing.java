package dev.sluice.rollout.decide;

import dev.sluice.key.FleetName;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Chosen;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.FleetReleases;
import dev.sluice.rollout.Release;
import java.time.Instant;
import java.util.Optional;

/** What a wish means for the decision in force. Pure. */
final class Choosing {
    private static final int MIN_DIGITS = 12;
    private static final int MAX_DIGITS = 64;

    private final Known known;
    private final Wish wish;
    private final Cause cause;

    private Choosing(Known known, Wish wish, Instant now) {
        this.known = known;
        this.wish = wish;
        this.cause = new Cause(wish.who(), now, wish.why());
    }

    static Plan plan(Decision decision, Known known, Wish wish, Instant now) {
        return new Choosing(known, wish, now).plan(decision);
    }

    private Plan plan(Decision decision) {
        Optional<FleetReleases> fleet = known.fleet(wish.fleet());
        if (fleet.isEmpty()) {
            return new Plan.Refuse("fleet", wish.fleet().value(), "a fleet that a class names");
        }
        return switch (wish.action()) {
            case FREEZE -> freeze(decision, fleet.get());
            case UNFREEZE -> unfreeze(decision);
            case ROLLBACK -> rollback(decision, fleet.get());
            case STAGE -> stage(decision, fleet.get());
        };
    }

    private Plan freeze(Decision decision, FleetReleases fleet) {
        return decision.course(wish.fleet())
                        .filter(Course.Hold.class::isInstance)
                        .isPresent()
                ? new Plan.Nothing()
                : on(decision, new Course.Hold(given(decision, fleet), cause));
    }

    private Plan unfreeze(Decision decision) {
        return decision.course(wish.fleet()).isEmpty()
                ? new Plan.Nothing()
                : decide(decision.following(wish.fleet(), cause));
    }

    private Plan rollback(Decision decision, FleetReleases fleet) {
        String digits = wish.release();
        boolean hex = digits.length() >= MIN_DIGITS
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
        if (!hex) {
            return new Plan.Refuse(
                    "release", digits, MIN_DIGITS + " to " + MAX_DIGITS + " lower-case hex digits of a release's id");
        }
        Optional<Release> release = Known.find(fleet, digits);
        return release.isPresent()
                ? on(decision, new Course.Hold(known.chosen(release.get()), cause))
                : new Plan.Refuse(
                        "release",
                        digits,
                        "one release of the fleet's history (GET /api/v1/history?fleet=" + wish.fleet() + ")");
    }

    private Plan stage(Decision decision, FleetReleases fleet) {
        return decision.course(wish.fleet())
                        .filter(Course.Staged.class::isInstance)
                        .isPresent()
                ? new Plan.Nothing()
                : on(decision, new Course.Staged(given(decision, fleet), Optional.empty(), "", cause));
    }

    private Chosen given(Decision decision, FleetReleases fleet) {
        FleetName name = wish.fleet();
        return Known.stable(decision, name).orElseGet(() -> known.chosen(fleet.newest()));
    }

    private Plan on(Decision decision, Course course) {
        return decide(decision.on(wish.fleet(), course));
    }

    private Plan decide(Decision next) {
        return new Plan.Decide(next, known.named(next));
    }
}
