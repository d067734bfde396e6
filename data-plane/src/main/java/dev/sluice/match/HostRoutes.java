package dev.sluice.match;

import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestPath;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HostSettings.AmbiguousPath;
import dev.sluice.resource.HostSettings.EncodedSlash;
import dev.sluice.resource.PathMatch;
import java.util.Comparator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/** The rules of one host of one listener, and how its paths are read. Persistent. */
public final class HostRoutes {
    private static final Comparator<CompiledRoute> OLDEST_FIRST =
            Comparator.comparing((CompiledRoute rule) -> rule.route().order()).thenComparing(CompiledRoute::key);

    static final HostRoutes EMPTY = new HostRoutes(TreePSet.empty(OLDEST_FIRST), PathNode.EMPTY, Rules.NONE);

    private final PSortedSet<CompiledRoute> oldestFirst;
    private final HostSettings settings;
    private final PathNode paths;
    private final CompiledRoute[] otherwise;

    private HostRoutes(PSortedSet<CompiledRoute> oldestFirst, PathNode paths, CompiledRoute[] otherwise) {
        this.oldestFirst = oldestFirst;
        this.settings = oldestFirst.isEmpty()
                ? HostSettings.DEFAULT
                : oldestFirst.first().route().settings();
        this.paths = paths;
        this.otherwise = otherwise;
    }

    /** How paths are read: as the oldest rule's object wants it. */
    public HostSettings settings() {
        return settings;
    }

    /** Whose settings those are, for explanations; null without rules. */
    public @Nullable CompiledRoute oldest() {
        return oldestFirst.isEmpty() ? null : oldestFirst.first();
    }

    /** Why the path is refused before any rule is tried: AMBIGUOUS_PATH, ENCODED_SLASH, or null. */
    public @Nullable Reason refuses(RequestPath path) {
        if (path.ambiguous() && settings.ambiguousPath() == AmbiguousPath.REFUSE) {
            return Reason.AMBIGUOUS_PATH;
        }
        return path.encodedSlash() && settings.encodedSlash() == EncodedSlash.REFUSE ? Reason.ENCODED_SLASH : null;
    }

    /** The first rule by {@link dev.sluice.resource.RoutePrecedence} that is for the request, or null. Allocates nothing. */
    public @Nullable CompiledRoute find(RequestHead head) {
        CompiledRoute found = paths.find(head);
        return found != null ? found : Rules.first(otherwise, head);
    }

    /** With a rule that is not yet there. */
    HostRoutes plus(CompiledRoute rule) {
        PSortedSet<CompiledRoute> rules = oldestFirst.plus(rule);
        if (rule.route().match().path() instanceof PathMatch.Otherwise) {
            return new HostRoutes(rules, paths, Rules.plus(otherwise, rule));
        }
        return new HostRoutes(rules, paths.plus(rule), otherwise);
    }

    /** Without the very rule that was put in. */
    HostRoutes minus(CompiledRoute rule) {
        PSortedSet<CompiledRoute> rules = oldestFirst.minus(rule);
        if (rule.route().match().path() instanceof PathMatch.Otherwise) {
            return new HostRoutes(rules, paths, Rules.minus(otherwise, rule));
        }
        return new HostRoutes(rules, paths.minus(rule), otherwise);
    }

    boolean isEmpty() {
        return oldestFirst.isEmpty();
    }

    /** Every rule, the oldest first. */
    public void forEach(Consumer<? super CompiledRoute> action) {
        oldestFirst.forEach(action);
    }
}
