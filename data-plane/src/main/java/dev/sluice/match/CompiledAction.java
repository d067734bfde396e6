package dev.sluice.match;

import dev.sluice.http.Reason;

/** What happens to a request that a rule matches, with everything looked up that can be looked up beforehand. */
public sealed interface CompiledAction {
    /** Answer without asking a backend. */
    record Respond(Reason reason, int status) implements CompiledAction {}

    /** Forward to one of the targets, chosen by weight; the sum of weights is 1 or more. */
    final class Forward implements CompiledAction {
        private final CompiledTarget[] targets;
        private final int[] cumulative;

        /**
         * @param weights 0 or more each, at least one positive; {@code weights[i]} belongs to {@code targets[i]}
         */
        public Forward(CompiledTarget[] targets, int[] weights) {
            this.targets = targets.clone();
            this.cumulative = new int[weights.length];
            int sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum = Math.addExact(sum, weights[i]);
                cumulative[i] = sum;
            }
            if (sum < 1 || weights.length != targets.length) {
                throw new IllegalArgumentException("a forward needs a positive sum of weights, one for each target");
            }
        }

        /** The sum of weights: {@link #target} takes a point below it. */
        public int total() {
            return cumulative[cumulative.length - 1];
        }

        /** True if there is nothing to choose and {@code target(0)} is the answer. */
        public boolean single() {
            return targets.length == 1;
        }

        /** The target at {@code point}, 0 to {@code total() - 1}, evenly chosen by the caller. */
        public CompiledTarget target(int point) {
            int i = 0;
            while (point >= cumulative[i]) {
                i++;
            }
            return targets[i];
        }

        /** How many targets there are, for explanations. */
        public int size() {
            return targets.length;
        }

        /** The target at a place, for explanations. */
        public CompiledTarget at(int place) {
            return targets[place];
        }

        /** The weight at a place, for explanations. */
        public int weightAt(int place) {
            return place == 0 ? cumulative[0] : cumulative[place] - cumulative[place - 1];
        }
    }
}
