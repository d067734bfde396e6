package dev.sluice.forward;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey.RouteKey;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection whose TLS was passed through, when it has ended.
 *
 * @param serverName that its client asked for (SNI); empty if it named none
 * @param route the rule by which it was passed on, or null
 * @param endpoint of the last attempt, or null
 * @param attempts how many endpoints were tried
 * @param receivedBytes from the client, as far as they were passed on
 * @param sentBytes to the client, as far as they came from the endpoint
 * @param durationNanos from the client's first message to the end
 * @param connectNanos from the beginning of the last attempt until it was connected; -1 if none was
 * @param detail what the engine says about a failure, for people; may be empty
 */
public record Passed(
        ClientConnection connection,
        String serverName,
        @Nullable RouteKey route,
        @Nullable EndpointRuntime endpoint,
        Reason reason,
        int attempts,
        long receivedBytes,
        long sentBytes,
        long durationNanos,
        long connectNanos,
        String detail) {}
