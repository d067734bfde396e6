package dev.sluice.balance;

import java.util.List;

/**
 * How a choice that is still to come stands, one entry an endpoint in the order of the endpoints.
 *
 * @param chances all 0 if none can be chosen
 */
public record Outlook(List<Chance> chances) {
    public Outlook {
        chances = List.copyOf(chances);
    }

    /**
     * Of one endpoint.
     *
     * @param share of the next requests that it would get as things stand, 0 to 1
     * @param why for people
     */
    public record Chance(double share, String why) {}
}
