package dev.sluice.engine.netty;

import dev.sluice.address.Networks;
import dev.sluice.engine.LeastRate;

/**
 * What all clients together, and each of them, may take.
 *
 * @param connections of all clients, 1 or more
 * @param perAddress connections of one IPv4 address or one IPv6 network of 64 bits; 0 for no limit
 * @param unlimited addresses behind which many clients stand; {@code perAddress} is not for them
 * @param requests on one HTTP/1 connection, 1 or more
 * @param least at which a client must send a body, or take a response, while it is waited for
 */
public record ClientBounds(int connections, int perAddress, Networks unlimited, int requests, LeastRate least) {
    public static final ClientBounds USUAL = new ClientBounds(20_000, 4096, Networks.NONE, 10_000, LeastRate.USUAL);

    public ClientBounds {
        if (connections < 1 || perAddress < 0 || requests < 1) {
            throw new IllegalArgumentException("connections " + connections + ", perAddress " + perAddress
                    + ", requests " + requests + ": expected 1 or more, 0 or more, 1 or more");
        }
    }
}
