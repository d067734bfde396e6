package dev.sluice.publish;

import akka.actor.typed.javadsl.TimerScheduler;

/**
 * The timing of a {@link HoldOff} for one actor: says whether a change is due at once, and else sees to it that the
 * actor gets {@code due} later. Has no clock of its own.
 *
 * @param <C> what the actor understands
 */
final class LeadingEdge<C> {
    private enum Timer {
        /** Runs for {@code quiet} after each piece of work; nothing depends on its message. */
        RESTING,
        QUIET,
        LATEST
    }

    private final TimerScheduler<C> timers;
    private final HoldOff holdOff;
    private final C due;
    private final C rested;

    LeadingEdge(TimerScheduler<C> timers, HoldOff holdOff, C due, C rested) {
        this.timers = timers;
        this.holdOff = holdOff;
        this.due = due;
        this.rested = rested;
    }

    /** Something changed: true if it is to be worked on now; if not, {@code due} will come. */
    boolean dueNow() {
        boolean idle = !timers.isTimerActive(Timer.RESTING) && !timers.isTimerActive(Timer.LATEST);
        if (!idle) {
            timers.startSingleTimer(Timer.QUIET, due, holdOff.quiet());
            if (!timers.isTimerActive(Timer.LATEST)) {
                timers.startSingleTimer(Timer.LATEST, due, holdOff.latest());
            }
        }
        return idle;
    }

    /** All changes so far have been worked on. */
    void done() {
        timers.cancel(Timer.QUIET);
        timers.cancel(Timer.LATEST);
        timers.startSingleTimer(Timer.RESTING, rested, holdOff.quiet());
    }
}
