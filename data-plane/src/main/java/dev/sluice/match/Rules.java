package dev.sluice.match;

import dev.sluice.http.RequestHead;
import dev.sluice.resource.RoutePrecedence;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rules in the order in which they are tried, in arrays that are never changed. */
final class Rules {
    static final CompiledRoute[] NONE = {};

    private Rules() {}

    /** The first rule whose conditions hold, or null. */
    static @Nullable CompiledRoute first(CompiledRoute[] rules, RequestHead head) {
        for (CompiledRoute rule : rules) {
            if (rule.conditions().hold(head)) {
                return rule;
            }
        }
        return null;
    }

    static CompiledRoute[] plus(CompiledRoute[] rules, CompiledRoute rule) {
        int place = 0;
        while (place < rules.length && RoutePrecedence.INSTANCE.compare(rules[place].route(), rule.route()) < 0) {
            place++;
        }
        CompiledRoute[] more = Arrays.copyOf(rules, rules.length + 1);
        System.arraycopy(rules, place, more, place + 1, rules.length - place);
        more[place] = rule;
        return more;
    }

    static CompiledRoute[] minus(CompiledRoute[] rules, CompiledRoute rule) {
        CompiledRoute[] less = Arrays.stream(rules)
                .filter(there -> !there.key().equals(rule.key()))
                .toArray(CompiledRoute[]::new);
        return less.length == 0 ? NONE : less;
    }
}
