package dev.sluice.api;

import dev.sluice.rollout.Cause;

/**
 * Who changes something, and why.
 *
 * @param why may be empty
 */
record Author(String who, String why) {
    private static final int MAX_WHO = 200;
    private static final int MAX_WHY = 1000;

    /**
     * @param asking the name of who asks; empty if nobody was asked who he is: then the body must say it
     * @throws InvalidQuery if the body says too much, or names somebody else
     */
    static Author of(JsonBody body, String asking) {
        String who = body.text("who", asking);
        if (!asking.isEmpty() && !who.equals(asking)) {
            throw new InvalidQuery("who='" + who + "': expected nothing, or '" + asking + "', whose token it is");
        }
        if (who.isBlank() || who.length() > MAX_WHO || who.equals(Cause.SLUICE)) {
            throw new InvalidQuery("who='" + who + "': expected who decides, in 1 to " + MAX_WHO
                    + " characters, and not '" + Cause.SLUICE + "'");
        }
        String why = body.text("why", "");
        if (why.length() > MAX_WHY) {
            throw new InvalidQuery("why: " + why.length() + " characters, expected at most " + MAX_WHY);
        }
        return new Author(who, why);
    }
}
