package dev.sluice.forward;

/**
 * What is known of a client connection when it is accepted.
 *
 * @param logicalPort port of the listener it came to, as routes know it (80, 443)
 * @param scheme {@code http} or {@code https}
 * @param clientAddress text of the client's IP address
 * @param clientPort 0 to 65535
 */
public record ClientConnection(int logicalPort, String scheme, String clientAddress, int clientPort) {}
