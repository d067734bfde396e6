package dev.sluice.watch.narrow;

import dev.sluice.state.Flaw;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one object: at most 50 flaws, since nobody mends more at once. */
final class Flaws {
    private static final int LIMIT = 50;

    /** Whether what was found may be shown. */
    enum Content {
        OPEN,
        SECRET
    }

    private final Content content;
    private final List<Flaw> found = new ArrayList<>(0);

    Flaws(Content content) {
        this.content = content;
    }

    void add(String field, @Nullable Object value, String expected) {
        if (found.size() < LIMIT) {
            found.add(new Flaw(field, content == Content.SECRET ? "" : Shown.of(value), expected));
        }
    }

    void add(Flaw flaw) {
        if (found.size() < LIMIT) {
            found.add(flaw);
        }
    }

    int count() {
        return found.size();
    }

    List<Flaw> all() {
        return List.copyOf(found);
    }
}
