package dev.sluice.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parameters of a request; readers throw {@link InvalidQuery}.
 *
 * @param all values of each, in their order
 */
record Query(Map<String, List<String>> all) {
    private static final String LIMIT = "limit";
    private static final int USUAL_LIMIT = 1000;
    private static final int MAX_LIMIT = 10_000;

    Query {
        all = Map.copyOf(all);
    }

    private static String only(String name, List<String> values) {
        if (values.size() > 1) {
            throw new InvalidQuery("parameter " + name + " is given " + values.size() + " times: expected once");
        }
        return values.get(0);
    }

    /** All values; none if it is not given. */
    List<String> texts(String name) {
        return List.copyOf(all.getOrDefault(name, List.of()));
    }

    /** How many entries an answer has at most: 1 to 10,000, 1,000 if nothing is said. */
    int limit() {
        String text = has(LIMIT) ? text(LIMIT) : String.valueOf(USUAL_LIMIT);
        boolean number = text.matches("[0-9]{1,5}");
        int limit = number ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidQuery("limit=" + text + ": expected a number from 1 to " + MAX_LIMIT);
        }
        return limit;
    }

    /** The parameter, which must be given. */
    String required(String name, String expected) {
        String text = text(name);
        if (text.isEmpty()) {
            throw new InvalidQuery("parameter " + name + " is missing: expected " + expected);
        }
        return text;
    }

    /** False if it is not given. */
    boolean flag(String name) {
        String text = text(name);
        return switch (text) {
            case "true" -> true;
            case "", "false" -> false;
            default -> throw new InvalidQuery(name + "=" + text + ": expected true or false");
        };
    }

    /** Whether it is given at all. */
    boolean has(String name) {
        return all.containsKey(name);
    }

    /** Whether one of them is given. */
    boolean hasSome(String... names) {
        return Arrays.stream(names).anyMatch(this::has);
    }

    /** Empty if it is not given. */
    String text(String name) {
        return only(name, all.getOrDefault(name, List.of("")));
    }

    /** This query, if it has no parameters but these and those of pages: others would be ignored. */
    Query paged(String... names) {
        return accepting(names, LIMIT, "continue");
    }

    /** This query, if it has no parameters but these and {@code limit}. */
    Query limited(String... names) {
        return accepting(names, LIMIT);
    }

    /** This query, if it has no parameters but these. */
    Query knowing(String... names) {
        return accepting(names);
    }

    private Query accepting(String[] names, String... more) {
        Set<String> known = new TreeSet<>(List.of(names));
        known.addAll(List.of(more));
        for (String name : all.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidQuery("parameter " + name + " is unknown: expected one of " + known);
            }
        }
        return this;
    }
}
