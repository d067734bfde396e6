package dev.sluice.watch.manifest;

import dev.sluice.state.Flaw;
import dev.sluice.state.ObservedObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whoever edits a file what is wrong with it, once for each change; the status API has the same at any time. */
final class Console {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    /** Of one file or object; the status API has them all. */
    private static final int MOST_LINES = 10;

    private Console() {}

    static void faults(String source, List<Flaw> flaws) {
        if (flaws.isEmpty()) {
            LOG.info("{}: mended", source);
        }
        flaws.stream().limit(MOST_LINES).forEach(flaw -> LOG.warn("{}", text(source, flaw)));
    }

    static void flaws(ObservedObject now, @Nullable ObservedObject before) {
        if (now.valid() && before != null && !before.valid()) {
            LOG.info("{}: mended", now.key());
        }
        now.flaws().stream().limit(MOST_LINES).forEach(flaw -> LOG.warn("{}: {}", now.key(), text("", flaw)));
    }

    private static String text(String source, Flaw flaw) {
        String place = flaw.where().isEmpty() ? source : flaw.where();
        String field = flaw.field().isEmpty() ? "" : flaw.field() + ": ";
        String found = flaw.found().isEmpty() ? "" : "found '" + flaw.found() + "'; ";
        return (place.isEmpty() ? "" : place + ": ") + field + found + flaw.expected();
    }
}
