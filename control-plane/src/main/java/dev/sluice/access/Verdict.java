package dev.sluice.access;

/** What a gate says. */
public sealed interface Verdict {
    /** @param name of who asks, for audit; empty where nobody is asked who he is */
    record Allowed(String name) implements Verdict {}

    /** Nobody knows who asks. @param why without the token */
    record Unknown(String why) implements Verdict {}

    /** He is known, or known to be from elsewhere, and may not. */
    record Refused(String why) implements Verdict {}

    /** Who would have to say it cannot be asked: nothing is allowed meanwhile. */
    record Unanswered(String why) implements Verdict {}
}
