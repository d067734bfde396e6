package dev.sluice.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Part of a list that may be long.
 *
 * @param total how many there are in all that fit the request
 * @param next where to go on, as {@link Cursor} writes it; empty at the end
 */
record Page<T>(int total, @JsonProperty("continue") String next, List<T> items) {
    /** Entries that are sorted by a key that each has alone. */
    record Sorted<S>(List<S> entries, Function<S, String> key) {
        /** The first that is behind the key, by halving. */
        private int behind(String after) {
            int low = 0;
            int high = entries.size();
            while (low < high && !after.isEmpty()) {
                int middle = (low + high) >>> 1;
                if (key.apply(entries.get(middle)).compareTo(after) > 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }

    /** Of all entries the page that the query asks for; only what is on it is made into items. */
    static <S, T> Page<T> of(Sorted<S> sorted, Function<S, T> item, Query query) {
        List<S> all = sorted.entries();
        int from = sorted.behind(Cursor.of(query));
        int to = (int) Math.min(all.size(), (long) from + query.limit());
        List<T> items = new ArrayList<>(to - from);
        all.subList(from, to).forEach(entry -> items.add(item.apply(entry)));
        String next = to < all.size() ? Cursor.text(sorted.key().apply(all.get(to - 1))) : "";
        return new Page<>(all.size(), next, items);
    }

    /** Of the entries that fit. */
    static <S, T> Page<T> of(Sorted<S> sorted, Predicate<S> fits, Function<S, T> item, Query query) {
        List<S> fitting = sorted.entries().stream().filter(fits).toList();
        return of(new Sorted<>(fitting, sorted.key()), item, query);
    }
}
