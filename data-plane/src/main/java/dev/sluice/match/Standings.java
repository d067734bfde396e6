package dev.sluice.match;

import dev.sluice.http.RequestHead;
import dev.sluice.match.RuleStanding.Standing;
import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.RoutePrecedence;
import dev.sluice.resource.ValueMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the rules of the hosts that a request's host meets stand to the request. Whether a rule is for it is asked of the very
 * code that serves, with the rule, or a part of its conditions, alone in a table.
 *
 * @param rules in the order in which they are tried, the decisive host's first
 * @param more how many there are besides
 */
public record Standings(List<RuleStanding> rules, int more) {
    public static final Standings NONE = new Standings(List.of(), 0);

    private static final Comparator<CompiledRoute> TRIED =
            Comparator.comparing(CompiledRoute::route, RoutePrecedence.INSTANCE);

    public Standings {
        rules = List.copyOf(rules);
    }

    /**
     * @param hosts that the request's host meets, the decisive one first
     * @param most rules that are looked at
     */
    static Standings of(List<HostRoutes> hosts, RequestHead head, int most) {
        List<RuleStanding> standings = new ArrayList<>();
        CompiledRoute winner = hosts.isEmpty() ? null : hosts.get(0).find(head);
        int all = 0;
        for (int i = 0; i < hosts.size(); i++) {
            List<CompiledRoute> rules = sorted(hosts.get(i));
            all += rules.size();
            for (int j = 0; j < rules.size() && standings.size() < most; j++) {
                standings.add(standing(rules.get(j), i == 0, winner, head));
            }
        }
        return new Standings(standings, all - standings.size());
    }

    private static List<CompiledRoute> sorted(HostRoutes host) {
        List<CompiledRoute> rules = new ArrayList<>();
        host.forEach(rules::add);
        rules.sort(TRIED);
        return rules;
    }

    private static RuleStanding standing(
            CompiledRoute rule, boolean decisive, @Nullable CompiledRoute winner, RequestHead head) {
        if (rule.equals(winner)) {
            return new RuleStanding(rule, Standing.WINS, "");
        }
        Optional<RuleStanding> missed = missed(rule, head);
        if (missed.isPresent()) {
            return missed.get();
        }
        return decisive && winner != null
                ? new RuleStanding(rule, Standing.BEHIND, behind(winner, rule))
                : new RuleStanding(
                        rule, Standing.LESS_SPECIFIC, "a more specific host decides, and nothing falls back");
    }

    private static String behind(CompiledRoute winner, CompiledRoute rule) {
        return winner.key() + " is tried first: " + RoutePrecedence.INSTANCE.why(winner.route(), rule.route());
    }

    /** Which of its conditions does not hold; empty if all do. */
    private static Optional<RuleStanding> missed(CompiledRoute rule, RequestHead head) {
        HttpMatch match = rule.route().match();
        if (!holds(rule, HttpMatch.path(match.path()), head)) {
            return Optional.of(new RuleStanding(rule, Standing.PATH, "the path is another"));
        }
        if (!holds(rule, new HttpMatch(match.path(), match.method(), List.of(), List.of()), head)) {
            return Optional.of(new RuleStanding(
                    rule, Standing.METHOD, "expected " + match.method().orElse("")));
        }
        for (ValueMatch header : match.headers()) {
            if (!holds(rule, new HttpMatch(match.path(), Optional.empty(), List.of(header), List.of()), head)) {
                return Optional.of(new RuleStanding(rule, Standing.HEADER, "header " + header.name()));
            }
        }
        for (ValueMatch parameter : match.query()) {
            if (!holds(rule, new HttpMatch(match.path(), Optional.empty(), List.of(), List.of(parameter)), head)) {
                return Optional.of(new RuleStanding(rule, Standing.QUERY, "query parameter " + parameter.name()));
            }
        }
        return Optional.empty();
    }

    private static boolean holds(CompiledRoute rule, HttpMatch part, RequestHead head) {
        HttpRoute route = rule.route();
        CompiledRoute alone = new CompiledRoute(
                new HttpRoute(
                        route.key(),
                        route.listeners(),
                        route.host(),
                        route.settings(),
                        part,
                        route.action(),
                        List.of(),
                        route.order(),
                        route.source()),
                rule.action());
        return HostRoutes.EMPTY.plus(alone).find(head) != null;
    }
}
