package dev.sluice.resource;

import java.util.Comparator;

/**
 * What decides between rules that match a request equally well: the oldest object, then its {@code namespace/name} in
 * alphabetical order, then the place of the rule in its object. These are facts about the rule; ranks are never sent.
 *
 * @param createdAtEpochSecond creation time of the object; Kubernetes has seconds. {@link #UNWRITTEN} for a rule that
 *     stands in for something nobody wrote: it yields to every written rule
 * @param object {@code namespace/name}
 * @param rule place of the rule among those of the object that match the same, from 0
 */
public record RuleOrder(long createdAtEpochSecond, String object, int rule) implements Comparable<RuleOrder> {
    /** In place of a creation time: nobody wrote the rule. */
    public static final long UNWRITTEN = Long.MAX_VALUE;

    private static final Comparator<RuleOrder> ORDER = Comparator.comparingLong(RuleOrder::createdAtEpochSecond)
            .thenComparing(RuleOrder::object)
            .thenComparingInt(RuleOrder::rule);

    @Override
    public int compareTo(RuleOrder other) {
        return ORDER.compare(this, other);
    }
}
