package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.rollout.decide.Wish;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads what somebody wants decided; throws {@link InvalidQuery}. */
final class WishBody {
    private static final Set<String> FIELDS = Set.of("fleet", "action", "release", "who", "why");

    private WishBody() {}

    /** @param asking the name of who asks; empty if nobody was asked who he is: then the body must say it */
    static Wish read(String text, String asking) {
        JsonBody body = JsonBody.parsed(text, FIELDS);
        String fleet = body.text("fleet", FleetName.DEFAULT.value());
        Author author = Author.of(body, asking);
        FleetName name = FleetName.parse(fleet)
                .orElseThrow(() -> new InvalidQuery("fleet='" + fleet + "': expected 1 to 63 of a-z, 0-9 and '-'"));
        Wish.Action action = action(body.text("action", ""));
        String release = body.text("release", "");
        if (action != Wish.Action.ROLLBACK && !release.isEmpty()) {
            throw new InvalidQuery("release='" + release + "': expected only with action rollback");
        }
        return new Wish(name, action, release, author.who(), author.why());
    }

    private static Wish.Action action(String text) {
        Set<String> known = new TreeSet<>();
        for (Wish.Action action : Wish.Action.values()) {
            String word = action.name().toLowerCase(Locale.ROOT);
            if (word.equals(text)) {
                return action;
            }
            known.add(word);
        }
        throw new InvalidQuery("action='" + text + "': expected one of " + known);
    }
}
