package dev.sluice.engine.netty;

import dev.sluice.address.Networks;
import java.time.Duration;

/**
 * What all clients together, and each of them, may take.
 *
 * @param connections of all clients, 1 or more
 * @param perAddress connections of one IPv4 address or one IPv6 network of 64 bits; 0 for no limit
 * @param unlimited addresses behind which many clients stand; {@code perAddress} is not for them
 * @param requests on one HTTP/1 connection, 1 or more
 * @param minRate bytes a second that a client must send of a body, or take of a response, while it is waited for; 0 for none
 * @param rateGrace over which a rate is taken; longer than zero
 */
public record ClientBounds(
        int connections, int perAddress, Networks unlimited, int requests, int minRate, Duration rateGrace) {
    public static final ClientBounds USUAL =
            new ClientBounds(20_000, 4096, Networks.NONE, 10_000, 240, Duration.ofSeconds(20));

    public ClientBounds {
        if (connections < 1 || perAddress < 0 || requests < 1 || minRate < 0) {
            throw new IllegalArgumentException(
                    "connections " + connections + ", perAddress " + perAddress + ", requests " + requests
                            + ", minRate " + minRate + ": expected 1 or more, 0 or more, 1 or more, 0 or more");
        }
        if (rateGrace.isNegative() || rateGrace.isZero()) {
            throw new IllegalArgumentException("rateGrace is " + rateGrace + ", expected longer than zero");
        }
    }
}
