package dev.sluice.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.key.FleetName;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.decide.Wish;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads what somebody wants decided; throws {@link InvalidQuery}. */
final class WishBody {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS = new TreeSet<>(Set.of("fleet", "action", "release", "who", "why"));
    private static final int MAX_WHO = 200;
    private static final int MAX_WHY = 1000;

    private WishBody() {}

    /** @param asking the name of who asks; empty if nobody was asked who he is: then the body must say it */
    static Wish read(String body, String asking) {
        JsonNode json = parsed(body);
        json.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new InvalidQuery("field " + name + " is unknown: expected one of " + FIELDS);
            }
        });
        String fleet = text(json, "fleet", FleetName.DEFAULT.value());
        String who = text(json, "who", asking);
        if (!asking.isEmpty() && !who.equals(asking)) {
            throw new InvalidQuery("who='" + who + "': expected nothing, or '" + asking + "', whose token it is");
        }
        if (who.isBlank() || who.length() > MAX_WHO || who.equals(Cause.SLUICE)) {
            throw new InvalidQuery("who='" + who + "': expected who decides, in 1 to " + MAX_WHO
                    + " characters, and not '" + Cause.SLUICE + "'");
        }
        String why = text(json, "why", "");
        if (why.length() > MAX_WHY) {
            throw new InvalidQuery("why: " + why.length() + " characters, expected at most " + MAX_WHY);
        }
        FleetName name = FleetName.parse(fleet)
                .orElseThrow(() -> new InvalidQuery("fleet='" + fleet + "': expected 1 to 63 of a-z, 0-9 and '-'"));
        return wish(name, text(json, "action", ""), text(json, "release", ""), who, why);
    }

    private static Wish wish(FleetName fleet, String action, String release, String who, String why) {
        Wish.Action known = action(action);
        if (known != Wish.Action.ROLLBACK && !release.isEmpty()) {
            throw new InvalidQuery("release='" + release + "': expected only with action rollback");
        }
        return new Wish(fleet, known, release, who, why);
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

    private static JsonNode parsed(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json == null || !json.isObject()) {
                throw new InvalidQuery("the body: expected a JSON object with " + FIELDS);
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new InvalidQuery(
                    "the body: expected a JSON object with " + FIELDS + ", but: " + e.getOriginalMessage());
        }
    }

    private static String text(JsonNode json, String field, String absent) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return absent;
        }
        if (!value.isTextual()) {
            throw new InvalidQuery(field + "=" + value + ": expected a text");
        }
        return value.asText();
    }
}
