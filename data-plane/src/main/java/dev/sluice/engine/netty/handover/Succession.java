package dev.sluice.engine.netty.handover;

import dev.sluice.engine.Binding;
import dev.sluice.engine.Predecessor;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The successor's side: finds a predecessor at a path and takes its listening sockets. */
public final class Succession implements Predecessor {
    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);
    /** The predecessor closes ports only; it does not drain before it answers. */
    private static final Duration LEAVING = Duration.ofSeconds(20);

    /** Makes a listener of a socket that listens already. */
    @FunctionalInterface
    public interface Adoption {
        /**
         * @param descriptor of this process, from now on the listener's
         * @return empty, and the descriptor is closed, if it does not listen where it should
         */
        Optional<InetSocketAddress> adopt(Binding binding, int descriptor) throws IOException;
    }

    private final MultiThreadIoEventLoopGroup loop;
    private final Conversation conversation;
    private final Adoption adoption;
    private final List<String> offered;

    private Succession(
            MultiThreadIoEventLoopGroup loop, Conversation conversation, Adoption adoption, List<String> offered) {
        this.loop = loop;
        this.conversation = conversation;
        this.adoption = adoption;
        this.offered = offered;
    }

    /**
     * @return empty if nobody is there; a file that a dead process has left is nobody, nor who is gone without a word
     * @throws IOException if somebody is there, who does not answer, is another user's, or has a successor already
     */
    public static Optional<Succession> find(Path path, Adoption adoption) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("succession", true), EpollIoHandler.newFactory());
        boolean found = false;
        try {
            Conversation[] made = new Conversation[1];
            ChannelFuture connected = new Bootstrap()
                    .group(loop)
                    .channel(EpollDomainSocketChannel.class)
                    .handler(new ChannelInitializer<EpollDomainSocketChannel>() {
                        @Override
                        protected void initChannel(EpollDomainSocketChannel channel) {
                            made[0] = new Conversation(channel);
                            channel.pipeline().addLast(made[0]);
                        }
                    })
                    .connect(new DomainSocketAddress(path.toFile()))
                    .awaitUninterruptibly();
            if (connected.cause() instanceof ConnectException) {
                return Optional.empty();
            }
            if (!connected.isSuccess()) {
                throw new IOException("cannot reach the predecessor at " + path, connected.cause());
            }
            made[0].demandSameUser();
            List<String> offered = offered(made[0]);
            found = true;
            return Optional.of(new Succession(loop, made[0], adoption, offered));
        } catch (EOFException gone) {
            return Optional.empty();
        } finally {
            if (!found) {
                loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> offered(Conversation conversation) throws IOException {
        String hello = conversation.hear(Conversation.LIMIT);
        if (!hello.equals(Line.HELLO)) {
            throw new IOException("the predecessor says '" + hello + "', expected '" + Line.HELLO + "'");
        }
        List<String> offered = new ArrayList<>();
        String line = conversation.hear(Conversation.LIMIT);
        while (!line.equals(Line.END)) {
            offered.add(line);
            line = conversation.hear(Conversation.LIMIT);
        }
        return List.copyOf(offered);
    }

    @Override
    public Map<Binding, InetSocketAddress> take(List<Binding> wanted) throws IOException {
        Map<Binding, Integer> chosen = new LinkedHashMap<>();
        for (Binding binding : wanted) {
            for (int i = 0; i < offered.size(); i++) {
                if (!chosen.containsValue(i) && Line.fits(offered.get(i), binding)) {
                    chosen.put(binding, i);
                    break;
                }
            }
        }
        StringBuilder take = new StringBuilder(Line.TAKE);
        chosen.values().forEach(index -> take.append(' ').append(index));
        conversation.expectDescriptors(true);
        conversation.say(take.toString());
        Map<Binding, Integer> descriptors = new LinkedHashMap<>();
        for (Binding binding : chosen.keySet()) {
            try {
                descriptors.put(binding, conversation.descriptor());
            } catch (EOFException gone) {
                if (descriptors.isEmpty()) {
                    throw gone;
                }
                break; // what has come is all that is left of what listens there
            }
        }
        conversation.expectDescriptors(false);
        Map<Binding, InetSocketAddress> taken = new LinkedHashMap<>();
        for (Map.Entry<Binding, Integer> one : descriptors.entrySet()) {
            adoption.adopt(one.getKey(), one.getValue()).ifPresent(address -> taken.put(one.getKey(), address));
        }
        return taken;
    }

    @Override
    public void dismiss() throws IOException {
        try {
            conversation.say(Line.ACCEPTING);
            if (!conversation.hear(LEAVING).equals(Line.LEFT)) {
                throw new IOException("the predecessor said something else than " + Line.LEFT);
            }
        } catch (EOFException gone) {
            LOG.warn("The predecessor has gone without a word");
        }
    }

    @Override
    public void close() {
        conversation.end();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
