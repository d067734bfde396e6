package dev.sluice.resource;

import dev.sluice.key.ResourceKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What turns one table into another: one walk over both in the order of the keys. */
public final class TableDiff {
    private TableDiff() {}

    /** The smallest change with {@code old.apply(change).resources().equals(next.resources())}. */
    public static TableChange diff(RouteTable old, RouteTable next) {
        if (old.resources() == next.resources()) {
            return TableChange.NONE;
        }
        List<Resource> upserts = new ArrayList<>();
        List<ResourceKey> removes = new ArrayList<>();
        walk(old.resources(), next.resources(), upserts::add, removes::add);
        return new TableChange(upserts, removes);
    }

    /**
     * Tells, in the order of the keys, which values of {@code next} are new or differ, and which keys of {@code old} are
     * gone. Values and keys that are the same object are not looked into.
     */
    public static <V> void walk(
            SortedMap<ResourceKey, V> old,
            SortedMap<ResourceKey, V> next,
            Consumer<V> upsert,
            Consumer<ResourceKey> remove) {
        Iterator<Map.Entry<ResourceKey, V>> olds = old.entrySet().iterator();
        Iterator<Map.Entry<ResourceKey, V>> nexts = next.entrySet().iterator();
        Map.Entry<ResourceKey, V> left = following(olds);
        Map.Entry<ResourceKey, V> right = following(nexts);
        while (left != null || right != null) {
            int order = compare(left, right);
            if (order < 0 && left != null) {
                remove.accept(left.getKey());
            } else if (right != null && (order > 0 || !same(left, right))) {
                upsert.accept(right.getValue());
            }
            left = order <= 0 ? following(olds) : left;
            right = order >= 0 ? following(nexts) : right;
        }
    }

    private static <V> boolean same(Map.@Nullable Entry<ResourceKey, V> left, Map.Entry<ResourceKey, V> right) {
        return left != null
                && (left.getValue() == right.getValue() || left.getValue().equals(right.getValue()));
    }

    /** A side that has ended comes after everything. */
    private static <V> int compare(
            Map.@Nullable Entry<ResourceKey, V> left, Map.@Nullable Entry<ResourceKey, V> right) {
        if (left == null) {
            return 1;
        }
        if (right == null) {
            return -1;
        }
        return left.getKey() == right.getKey() ? 0 : left.getKey().compareTo(right.getKey());
    }

    private static <E> @Nullable E following(Iterator<E> entries) {
        return entries.hasNext() ? entries.next() : null;
    }
}
