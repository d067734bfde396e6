package dev.sluice.api;

import dev.sluice.key.FleetName;

/** The fleet that a question is about. */
final class Fleet {
    private Fleet() {}

    /** The query's, or the default one; throws {@link InvalidQuery} if it can be none. */
    static FleetName of(Query query) {
        String text = query.text("fleet").isEmpty() ? FleetName.DEFAULT.value() : query.text("fleet");
        return FleetName.parse(text)
                .orElseThrow(() -> new InvalidQuery("fleet=" + text + ": expected 1 to 63 of a-z, 0-9 and '-'"));
    }
}
