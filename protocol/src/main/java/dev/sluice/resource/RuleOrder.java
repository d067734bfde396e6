package dev.sluice.resource;

import java.util.Comparator;

/**
 * What decides between rules that match a request equally well: the oldest object, then its {@code namespace/name} in
 * alphabetical order, then the place of the rule in its object. These are facts about the rule; ranks are never sent.
 *
 * @param createdAtEpochSecond creation time of the object; Kubernetes has seconds
 * @param object {@code namespace/name}
 * @param rule place of the rule within the object, from 0
 */
public record RuleOrder(long createdAtEpochSecond, String object, int rule) implements Comparable<RuleOrder> {
    private static final Comparator<RuleOrder> ORDER = Comparator.comparingLong(RuleOrder::createdAtEpochSecond)
            .thenComparing(RuleOrder::object)
            .thenComparingInt(RuleOrder::rule);

    @Override
    public int compareTo(RuleOrder other) {
        return ORDER.compare(this, other);
    }
}
