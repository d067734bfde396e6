package dev.sluice.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Part of a list that may be long.
 *
 * @param total how many there are in all that fit the request
 * @param next give this as {@code after} to go on; empty at the end
 */
record Page<T>(int total, String next, List<T> items) {
    /**
     * The entries after {@code after}, up to the limit of the query.
     *
     * @param entries in the order of their ids
     */
    static <S, T> Page<T> of(Stream<S> entries, Function<S, String> id, Function<S, T> item, Query query) {
        String after = query.text("after");
        List<S> all = entries.toList();
        Predicate<S> later = entry -> after.isEmpty() || id.apply(entry).compareTo(after) > 0;
        List<S> rest = all.stream().filter(later).limit(query.limit() + 1L).toList();
        List<S> shown = rest.subList(0, Math.min(rest.size(), query.limit()));
        String next = rest.size() > shown.size() ? id.apply(shown.getLast()) : "";
        List<T> items = new ArrayList<>();
        shown.forEach(entry -> items.add(item.apply(entry)));
        return new Page<>(all.size(), next, items);
    }
}
