package dev.sluice.api;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line for each thing that was changed through the API: who, what, why, and what came of it. */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.audit");

    private Audit() {}

    static void record(String what, String who, String why, String outcome) {
        LOG.info("{} by '{}' because '{}': {}", printable(what), printable(who), printable(why), printable(outcome));
    }

    /** So that nobody forges a line of the log. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
