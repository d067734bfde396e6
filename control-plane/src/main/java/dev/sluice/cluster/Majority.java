package dev.sluice.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Since when it is certain that this member was within reach of so many others that the rest could not have gone on
 * without it. Mirrors Akka's {@code keep-majority}: of two equal halves the one with the lowest address stays.
 */
final class Majority {
    private Majority() {}

    /** Another member: whether its address is the lowest of all, and when it was asked what it has confirmed since. */
    record Other(boolean lowest, OptionalLong heardNanos) {}

    /**
     * The latest moment from which on this member with those heard since is a majority; empty if there is none.
     *
     * @param others all members but this one
     */
    static OptionalLong since(List<Other> others, long nowNanos) {
        boolean selfLowest = others.stream().noneMatch(Other::lowest);
        int members = others.size() + 1;
        if (enough(1, selfLowest, members)) {
            return OptionalLong.of(nowNanos);
        }
        List<Other> heard = new ArrayList<>(
                others.stream().filter(other -> other.heardNanos().isPresent()).toList());
        heard.sort((left, right) ->
                Long.signum(right.heardNanos().getAsLong() - left.heardNanos().getAsLong()));
        boolean lowest = selfLowest;
        for (int count = 1; count <= heard.size(); count++) {
            Other last = heard.get(count - 1);
            lowest |= last.lowest();
            if (enough(count + 1, lowest, members)) {
                return last.heardNanos();
            }
        }
        return OptionalLong.empty();
    }

    private static boolean enough(int count, boolean withLowest, int members) {
        return 2 * count > members || (2 * count == members && withLowest);
    }
}
