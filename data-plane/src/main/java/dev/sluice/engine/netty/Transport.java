package dev.sluice.engine.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the engine talks to the kernel.
 *
 * @param name as in settings and logs
 * @param descriptors makes a listener of a descriptor that listens; empty where it cannot
 * @param reset whether a connection that still passes for open has been reset; empty where it cannot be asked
 * @param tellsResets whether a reset right behind the last bytes is told; behind an end it is told nowhere
 * @param why which better ones do not work here and why; empty if there are none
 */
record Transport(
        String name,
        String why,
        IoHandlerFactory handlers,
        ChannelFactory<ServerChannel> servers,
        ChannelFactory<Channel> sockets,
        Optional<IntFunction<ServerChannel>> descriptors,
        Optional<Predicate<Channel>> reset,
        boolean tellsResets) {
    /** TCP_CLOSE of the kernel's include/net/tcp_states.h: what a reset leaves behind. */
    private static final int CLOSED = 7;

    /**
     * Finds what works.
     *
     * @throws IllegalStateException if the one asked for does not work here
     */
    static Transport of(TransportChoice choice) {
        return switch (choice) {
            case AUTO -> best();
            case IO_URING -> {
                demand("io_uring", unavailable(TransportChoice.IO_URING));
                yield ioUring("");
            }
            case EPOLL -> {
                demand("epoll", unavailable(TransportChoice.EPOLL));
                yield epoll("");
            }
            case NIO -> nio("");
        };
    }

    private static Transport best() {
        Throwable noIoUring = unavailable(TransportChoice.IO_URING);
        if (noIoUring == null) {
            return ioUring("");
        }
        String why = "io_uring: " + reason(noIoUring);
        Throwable noEpoll = unavailable(TransportChoice.EPOLL);
        return noEpoll == null ? epoll(why) : nio(why + "; epoll: " + reason(noEpoll));
    }

    private static @Nullable Throwable unavailable(TransportChoice choice) {
        return choice == TransportChoice.IO_URING ? IoUring.unavailabilityCause() : Epoll.unavailabilityCause();
    }

    private static void demand(String name, @Nullable Throwable unavailable) {
        if (unavailable != null) {
            throw new IllegalStateException("transport = " + name + " does not work here (" + reason(unavailable)
                    + "); expected one that does, or auto");
        }
    }

    private static String reason(Throwable unavailable) {
        Throwable cause = unavailable;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static Transport ioUring(String why) {
        return new Transport(
                "io_uring",
                why,
                IoUringIoHandler.newFactory(),
                IoUringServerSocketChannel::new,
                IoUringSocketChannel::new,
                Optional.empty(),
                Optional.of(
                        channel -> ((IoUringSocketChannel) channel).tcpInfo().state() == CLOSED),
                false);
    }

    private static Transport epoll(String why) {
        return new Transport(
                "epoll",
                why,
                EpollIoHandler.newFactory(),
                EpollServerSocketChannel::new,
                EpollSocketChannel::new,
                Optional.of(EpollServerSocketChannel::new),
                Optional.of(channel -> ((EpollSocketChannel) channel).tcpInfo().state() == CLOSED),
                true);
    }

    private static Transport nio(String why) {
        return new Transport(
                "nio",
                why,
                NioIoHandler.newFactory(),
                NioServerSocketChannel::new,
                NioSocketChannel::new,
                Optional.empty(),
                Optional.empty(),
                true);
    }
}
