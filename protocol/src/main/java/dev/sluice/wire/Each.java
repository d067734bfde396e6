package dev.sluice.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Reads a list; the name of each element's field says which it is. */
final class Each {
    private Each() {}

    static <W, M> List<M> read(List<W> wire, String field, BiFunction<W, String, M> element) {
        List<M> read = new ArrayList<>(wire.size());
        for (int i = 0; i < wire.size(); i++) {
            read.add(element.apply(wire.get(i), field + "[" + i + "]"));
        }
        return read;
    }
}
