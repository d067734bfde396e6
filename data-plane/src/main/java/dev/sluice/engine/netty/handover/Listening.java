package dev.sluice.engine.netty.handover;

import dev.sluice.engine.Binding;
import java.net.InetSocketAddress;

/**
 * A listening socket.
 *
 * @param binding what it stands for
 * @param address where it listens
 * @param descriptor of this process
 */
public record Listening(Binding binding, InetSocketAddress address, int descriptor) {}
