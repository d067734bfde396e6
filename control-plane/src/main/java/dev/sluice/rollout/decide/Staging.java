package dev.sluice.rollout.decide;

import dev.sluice.key.Digest;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.RefusedResource;
import dev.sluice.rollout.Chosen;
import dev.sluice.rollout.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges a staged fleet: who goes first, and whether what he was given has harmed him. Pure.
 *
 * @param planes data planes of the fleet, on whichever replica
 * @param lately what they have served until now
 * @param decision number of the decision in force
 */
record Staging(StagingSettings settings, List<DataPlaneView> planes, Lately lately, long decision, Instant now) {
    private static final int PERCENT = 100;

    Verdict judge(Course.Staged course, Digest newest, Optional<Trial> known) {
        Optional<Digest> candidate = course.candidate().map(Chosen::release);
        if (candidate.isEmpty()) {
            return newest.equals(course.stable().release()) ? new Verdict.Wait(Optional.empty()) : pick(course.first());
        }
        Trial trial = known.filter(trying -> trying.of(candidate.get(), course.first()))
                .orElseGet(() -> Trial.begin(candidate.get(), course.first(), decision, planes, lately, now));
        return plane(course.first()).map(view -> judge(trial.seen(now), view)).orElseGet(() -> gone(trial));
    }

    /** Who went first last time, if he is well; else the first in alphabetical order who is. */
    private Verdict pick(String last) {
        Comparator<DataPlaneView> order =
                Comparator.comparing(view -> !view.node().equals(last));
        return planes.stream()
                .filter(Staging::well)
                .min(order.thenComparing(DataPlaneView::node))
                .map(view -> (Verdict) new Verdict.Begin(view.node()))
                .orElseGet(() -> new Verdict.Wait(Optional.empty()));
    }

    private static boolean well(DataPlaneView view) {
        boolean serves = view.health()
                .filter(health -> health.ready() && !health.draining())
                .isPresent();
        return serves && view.delivery() == Delivery.CURRENT;
    }

    private Verdict gone(Trial trial) {
        return passed(trial.seenAt(), settings.absent())
                ? new Verdict.Halt("data plane " + trial.first() + ", which went first, has been gone for "
                        + settings.absent().toMillis() + " ms")
                : new Verdict.Wait(Optional.of(trial));
    }

    private Verdict judge(Trial trial, DataPlaneView view) {
        Optional<String> harm = harm(trial, view);
        if (harm.isPresent()) {
            return new Verdict.Halt("data plane " + trial.first() + ", which went first, " + harm.get());
        }
        if (trial.soak().isEmpty()) {
            return new Verdict.Wait(Optional.of(applied(trial, view) ? trial.soaking(planes, now) : trial));
        }
        return passed(trial.soak().get().since(), settings.soak())
                ? new Verdict.Promote()
                : new Verdict.Wait(Optional.of(trial));
    }

    /** Every version has the number of the decision it is given by, so one that has this number is of the candidate. */
    private static boolean applied(Trial trial, DataPlaneView view) {
        return view.answeredAt().isPresent() && view.serving().decision() >= trial.decision();
    }

    private Optional<String> harm(Trial trial, DataPlaneView view) {
        Optional<RefusedResource> refused = applied(trial, view)
                ? view.refused().stream()
                        .filter(one -> !trial.refusedBefore().contains(one.key()))
                        .findFirst()
                : Optional.empty();
        if (refused.isPresent()) {
            return refused.map(one -> "refuses " + one.key() + ": " + one.reason());
        }
        if (view.nacks() > trial.nacksBefore()) {
            return Optional.of("could not use an update: " + view.lastNack());
        }
        if (view.delivery() == Delivery.LAGGING
                || trial.soak().isEmpty() && passed(trial.begunAt(), settings.acknowledge())) {
            return Optional.of("has not applied it for " + since(trial.begunAt()) + " ms");
        }
        return trial.soak().flatMap(soak -> errors(trial, soak, view));
    }

    private Optional<String> errors(Trial trial, Trial.Soak soak, DataPlaneView view) {
        Requests then = soak.counts().getOrDefault(view.node(), Requests.NONE);
        Requests now = Requests.of(view);
        if (now.restartedSince(then)) {
            return Optional.of("has started anew");
        }
        Requests since = now.minus(then);
        double usual = Math.max(trial.before().errorShare(), others(trial, soak).errorShare());
        double most = Math.max((double) settings.leastErrorPercent() / PERCENT, settings.errorFactor() * usual);
        return since.served() >= settings.leastRequests() && since.errorShare() > most
                ? Optional.of("has failed " + percent(since.errorShare()) + " of " + since.served()
                        + " requests since, expected at most " + percent(most))
                : Optional.empty();
    }

    /** What the others have served since; those that came or started anew meanwhile say nothing. */
    private Requests others(Trial trial, Trial.Soak soak) {
        Requests all = Requests.NONE;
        for (DataPlaneView plane : planes) {
            Requests then = soak.counts().get(plane.node());
            boolean counts = then != null
                    && !plane.node().equals(trial.first())
                    && !Requests.of(plane).restartedSince(then);
            all = counts && then != null ? all.plus(Requests.of(plane).minus(then)) : all;
        }
        return all;
    }

    private Optional<DataPlaneView> plane(String node) {
        return planes.stream().filter(view -> view.node().equals(node)).findFirst();
    }

    private boolean passed(Instant since, Duration limit) {
        return !now.isBefore(since.plus(limit));
    }

    private long since(Instant then) {
        return Duration.between(then, now).toMillis();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * PERCENT);
    }
}
