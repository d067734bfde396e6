package dev.sluice.match;

/**
 * How one rule stands to a request.
 *
 * @param detail for people, without values of the request; empty for the rule that wins
 */
public record RuleStanding(CompiledRoute rule, Standing standing, String detail) {
    /** Why a rule is the one, or is not. */
    public enum Standing {
        WINS,
        /** It is for the request, but another rule is tried first. */
        BEHIND,
        /** It is for the request, but of a listener or host that is less specific than the one that decides. */
        LESS_SPECIFIC,
        PATH,
        METHOD,
        HEADER,
        QUERY
    }
}
