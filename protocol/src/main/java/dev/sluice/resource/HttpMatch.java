package dev.sluice.resource;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which requests of a host a rule is for: all conditions must hold.
 *
 * @param method case-sensitive (RFC 9110 section 9.1), not empty; any method if absent
 * @param headers differ in name, case ignored
 * @param query differ in name
 */
public record HttpMatch(PathMatch path, Optional<String> method, List<ValueMatch> headers, List<ValueMatch> query) {
    public HttpMatch {
        headers = List.copyOf(headers);
        query = List.copyOf(query);
        if (method.isPresent() && method.get().isEmpty()) {
            throw new IllegalArgumentException("method '': expected a token, or no method at all");
        }
        differ("headers", headers.stream().map(header -> header.name().toLowerCase(Locale.ROOT)));
        differ("query parameters", query.stream().map(ValueMatch::name));
    }

    private static void differ(String what, Stream<String> names) {
        Set<String> seen = new HashSet<>();
        names.filter(name -> !seen.add(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("two " + what + " named '" + name + "': expected one test for a name");
        });
    }

    public static HttpMatch path(PathMatch path) {
        return new HttpMatch(path, Optional.empty(), List.of(), List.of());
    }
}
