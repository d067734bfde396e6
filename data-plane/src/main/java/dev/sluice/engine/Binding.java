package dev.sluice.engine;

import java.net.InetSocketAddress;

/**
 * Which local port stands for which port of the model.
 *
 * @param logicalPort port that listeners and routes name (80, 443)
 * @param scheme {@code http} or {@code https}: what is spoken on it
 * @param local where to listen; port 0 takes a free one
 */
public record Binding(int logicalPort, String scheme, InetSocketAddress local) {}
