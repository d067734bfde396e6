package dev.sluice.publish;

import dev.sluice.key.Version;

/** Whether two versions stand for one content: same epoch, decision and digest, whatever had been consumed. */
final class Content {
    private Content() {}

    static boolean same(Version left, Version right) {
        return left.epoch().equals(right.epoch())
                && left.decision() == right.decision()
                && left.digest().equals(right.digest());
    }
}
