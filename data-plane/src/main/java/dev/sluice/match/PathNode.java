package dev.sluice.match;

import dev.sluice.http.RequestHead;
import dev.sluice.resource.PathMatch;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tree of path segments that the rules of one host span. Persistent.
 *
 * <p>The request path is read once, forward, and no further than rules reach: each segment is hashed, looked up and
 * compared once, so a path of thousands of segments costs no more than its length, whatever rules there are. Going down
 * remembers the deepest place that has rules; if the conditions of all rules there fail, one second walk tries the places
 * above it. Deeper is longer, and longer wins, so this is the order of {@link dev.sluice.resource.RoutePrecedence}.
 */
final class PathNode {
    static final PathNode EMPTY = new PathNode(ByteTable.empty(), Rules.NONE, Rules.NONE);

    private final ByteTable<PathNode> below;
    private final CompiledRoute[] here;
    private final CompiledRoute[] beyond;

    /**
     * @param below places one segment further
     * @param here rules for a path that ends here: exact ones and prefixes
     * @param beyond rules for a path that goes on: prefixes
     */
    private PathNode(ByteTable<PathNode> below, CompiledRoute[] here, CompiledRoute[] beyond) {
        this.below = below;
        this.here = here;
        this.beyond = beyond;
    }

    @Nullable
    CompiledRoute find(RequestHead head) {
        byte[] path = head.path().bytes();
        int length = head.path().length();
        if (length == 0 || path[0] != '/') {
            return null;
        }
        PathNode node = this;
        CompiledRoute[] deepest = beyond;
        int depth = 0;
        int deepestAt = 0;
        for (int start = 1; start <= length && !node.below.isEmpty(); ) {
            int end = segmentEnd(path, start, length);
            PathNode next = node.next(path, start, end);
            if (next == null) {
                break;
            }
            node = next;
            depth++;
            CompiledRoute[] rules = end == length ? node.here : node.beyond;
            if (rules.length > 0) {
                deepest = rules;
                deepestAt = depth;
            }
            start = end + 1;
        }
        CompiledRoute found = Rules.first(deepest, head);
        return found != null || deepestAt == 0 ? found : above(deepestAt, head);
    }

    /** The deepest rule that holds at a place less than {@code depth} segments down: all of them are prefixes. */
    private @Nullable CompiledRoute above(int depth, RequestHead head) {
        byte[] path = head.path().bytes();
        int length = head.path().length();
        CompiledRoute found = Rules.first(beyond, head);
        PathNode node = this;
        int start = 1;
        for (int i = 1; i < depth; i++) {
            int end = segmentEnd(path, start, length);
            PathNode next = node.next(path, start, end);
            if (next == null) {
                break;
            }
            node = next;
            CompiledRoute deeper = Rules.first(node.beyond, head);
            found = deeper != null ? deeper : found;
            start = end + 1;
        }
        return found;
    }

    private static int segmentEnd(byte[] path, int start, int length) {
        int end = start;
        while (end < length && path[end] != '/') {
            end++;
        }
        return end;
    }

    private @Nullable PathNode next(byte[] path, int start, int end) {
        int hash = ByteHash.START;
        for (int i = start; i < end; i++) {
            hash = ByteHash.step(hash, path[i]);
        }
        return below.get(path, start, end, ByteHash.spread(hash));
    }

    PathNode plus(CompiledRoute rule) {
        return changed(PathText.place(rule.route().match().path()), 0, rule, Edit.PLUS);
    }

    PathNode minus(CompiledRoute rule) {
        return changed(PathText.place(rule.route().match().path()), 0, rule, Edit.MINUS);
    }

    /** What is done at the place of a rule. */
    private enum Edit {
        PLUS,
        MINUS;

        CompiledRoute[] apply(CompiledRoute[] rules, CompiledRoute rule) {
            return this == PLUS ? Rules.plus(rules, rule) : Rules.minus(rules, rule);
        }
    }

    /** This node with the rule edited {@code segments.length - depth} segments down. */
    private PathNode changed(byte[][] segments, int depth, CompiledRoute rule, Edit edit) {
        if (depth == segments.length) {
            boolean prefix = rule.route().match().path() instanceof PathMatch.Prefix;
            return new PathNode(below, edit.apply(here, rule), prefix ? edit.apply(beyond, rule) : beyond);
        }
        byte[] segment = segments[depth];
        int hash = ByteHash.forward(segment);
        PathNode old = below.get(segment, 0, segment.length, hash);
        PathNode next = (old == null ? EMPTY : old).changed(segments, depth + 1, rule, edit);
        return new PathNode(
                next.isEmpty() ? below.minus(segment, hash) : below.plus(segment, hash, next), here, beyond);
    }

    private boolean isEmpty() {
        return below.isEmpty() && here.length == 0 && beyond.length == 0;
    }
}
