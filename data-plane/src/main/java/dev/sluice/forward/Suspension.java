package dev.sluice.forward;

import dev.sluice.http.Reason;
import dev.sluice.policy.Step;
import java.util.function.BiConsumer;

/** A wait that a policy asked for. Whoever ends it first, its time or its stage, ends it. */
final class Suspension {
    private final Step.Respond otherwise;
    private final long until;

    private Suspension(Step.Respond otherwise, long until) {
        this.otherwise = otherwise;
        this.until = until;
    }

    /** @param resumed called in the lane with what came, also if nobody waits for it any more */
    static Suspension begin(Step.Suspend suspend, Lane<?> lane, BiConsumer<Suspension, Step> resumed) {
        Suspension begun = new Suspension(
                suspend.otherwise(), lane.nanoTime() + suspend.limit().toNanos());
        suspend.resume().whenComplete((step, failure) -> {
            Step next = failure == null ? step : Step.Respond.with(Reason.INTERNAL);
            lane.execute(() -> resumed.accept(begun, next));
        });
        return begun;
    }

    Step.Respond otherwise() {
        return otherwise;
    }

    boolean overdue(long now) {
        return now - until > 0;
    }
}
