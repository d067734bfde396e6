package dev.sluice.engine.netty.handover;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The predecessor's side: waits at a path for a successor and gives it the listening sockets. One at a time, of the same
 * user only; the path is readable by nobody else.
 */
public final class Offer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Offer.class);
    /** A successor may have to wait for its configuration before it takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path path;
    private final Object key;
    private final Supplier<List<Listening>> sockets;
    private final Runnable dismissed;
    private final MultiThreadIoEventLoopGroup loop;
    private final Channel server;
    private final AtomicBoolean busy = new AtomicBoolean();

    private Offer(
            Path path,
            Object key,
            Supplier<List<Listening>> sockets,
            Runnable dismissed,
            MultiThreadIoEventLoopGroup loop,
            Channel server) {
        this.path = path;
        this.key = key;
        this.sockets = sockets;
        this.dismissed = dismissed;
        this.loop = loop;
        this.server = server;
    }

    /**
     * @param sockets what listens now; asked when a successor comes, and again when it takes: by then this process may be
     *     leaving, and use their numbers for something else
     * @param dismissed runs when a successor has taken over
     * @throws IOException if nothing can be made at the path; its directory must exist
     */
    public static Offer at(Path path, Supplier<List<Listening>> sockets, Runnable dismissed) throws IOException {
        MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("handover", true), EpollIoHandler.newFactory());
        // Made aside, closed to others, and only then moved to where it is found.
        Path aside = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(aside);
        Offer[] self = new Offer[1];
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childHandler(new ChannelInitializer<EpollDomainSocketChannel>() {
                    @Override
                    protected void initChannel(EpollDomainSocketChannel channel) {
                        Conversation conversation = new Conversation(channel);
                        channel.pipeline().addLast(conversation);
                        Thread.ofVirtual().name("handover").start(() -> self[0].serve(conversation));
                    }
                })
                .bind(new DomainSocketAddress(aside.toFile()))
                .awaitUninterruptibly();
        try {
            if (!bound.isSuccess()) {
                throw new IOException("cannot listen at " + path, bound.cause());
            }
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-------"));
            Offer offer = new Offer(path, key(aside), sockets, dismissed, loop, bound.channel());
            self[0] = offer;
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return offer;
        } catch (IOException e) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw e;
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    private void serve(Conversation successor) {
        boolean mine = busy.compareAndSet(false, true);
        try {
            successor.demandSameUser();
            if (mine) {
                talk(successor);
            } else {
                successor.say(Line.BUSY);
            }
        } catch (IOException e) {
            LOG.warn("Nobody has taken over: {}", e.toString());
        } finally {
            if (mine) {
                busy.set(false);
            }
            successor.end();
        }
    }

    private void talk(Conversation successor) throws IOException {
        List<Listening> offered = sockets.get();
        successor.say(Line.HELLO);
        for (Listening one : offered) {
            successor.say(Line.socket(one));
        }
        successor.say(Line.END);
        String[] taken = successor.hear(PATIENCE).split(" ", -1);
        if (!taken[0].equals(Line.TAKE)) {
            throw new IOException("the successor said something else than " + Line.TAKE);
        }
        List<Listening> passed = new ArrayList<>();
        for (int i = 1; i < taken.length; i++) {
            passed.add(offered.get(index(taken[i], offered.size())));
        }
        if (!sockets.get().containsAll(passed)) {
            throw new IOException("this data plane, which takes leave, listens no more");
        }
        for (Listening one : passed) {
            successor.pass(one.descriptor());
        }
        if (!successor.hear(Conversation.LIMIT).equals(Line.ACCEPTING)) {
            throw new IOException("the successor said something else than " + Line.ACCEPTING);
        }
        LOG.info("A successor has taken over {} of {} listening sockets", taken.length - 1, offered.size());
        removePath();
        dismissed.run();
        successor.say(Line.LEFT);
    }

    private static int index(String text, int below) throws IOException {
        for (int i = 0; i < below; i++) {
            if (Integer.toString(i).equals(text)) {
                return i;
            }
        }
        throw new IOException("the successor asks for socket " + text + " of " + below);
    }

    /** Unless it is another's by now. */
    private void removePath() throws IOException {
        if (Files.exists(path) && key(path).equals(key)) {
            Files.delete(path);
        }
    }

    @Override
    public void close() throws IOException {
        server.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        removePath();
    }
}
