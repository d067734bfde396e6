package dev.sluice.observe;

import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a request that has ended. Neither its query nor any field but Host is.
 *
 * @param host as in Host; cut if it is longer than a name may be
 * @param path without the query
 * @param pathCut whether the path was longer
 * @param port logical
 * @param status what the client was sent; 0 if nothing
 * @param route the rule that matched
 * @param endpoint of the last attempt, as {@code 10.0.0.1:8080}
 * @param attempts endpoints that were tried
 * @param version of the state by which it was decided; empty if it was answered before any was asked
 */
public record RequestFacts(
        Instant endedAt,
        String method,
        String scheme,
        String host,
        String path,
        boolean pathCut,
        int port,
        Reason reason,
        int status,
        Optional<RouteKey> route,
        Optional<String> endpoint,
        int attempts,
        Duration duration,
        Optional<Version> version) {}
