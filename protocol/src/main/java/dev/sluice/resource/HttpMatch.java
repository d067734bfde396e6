package dev.sluice.resource;

import java.util.List;
import java.util.Optional;

/** Which requests of a host a rule is for: all conditions must hold. Headers and query parameters differ in name. */
public record HttpMatch(PathMatch path, Optional<String> method, List<ValueMatch> headers, List<ValueMatch> query) {
    public HttpMatch {
        headers = List.copyOf(headers);
        query = List.copyOf(query);
    }

    public static HttpMatch path(PathMatch path) {
        return new HttpMatch(path, Optional.empty(), List.of(), List.of());
    }
}
