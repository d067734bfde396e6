package dev.sluice.engine.netty.handover;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One end of a Unix socket, for a thread that may wait: lines and descriptors, in their order. Where the other end has gone, an
 * {@link EOFException} says so.
 */
final class Conversation extends ChannelInboundHandlerAdapter {
    private static final Object OVER = new Object();
    private static final int MOST_HELD = 256;

    private final BlockingQueue<Object> came = new LinkedBlockingQueue<>(MOST_HELD);
    private final EpollDomainSocketChannel channel;
    private final StringBuilder line = new StringBuilder();

    Conversation(EpollDomainSocketChannel channel) {
        this.channel = channel;
    }

    /** Refuses an end that another user holds: whoever gets the sockets gets the traffic. */
    void demandSameUser() throws IOException {
        int mine = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        int theirs = channel.peerCredentials().uid();
        if (mine != theirs) {
            throw new IOException("the other end is user " + theirs + ", expected " + mine);
        }
    }

    void say(String text) throws IOException {
        write(io.netty.buffer.Unpooled.copiedBuffer(text + "\n", StandardCharsets.US_ASCII));
    }

    void pass(int descriptor) throws IOException {
        write(new FileDescriptor(descriptor));
    }

    private void write(Object message) throws IOException {
        var written = channel.writeAndFlush(message);
        if (!written.awaitUninterruptibly(LIMIT.toMillis())) {
            throw new IOException("the other end does not read");
        }
        if (!written.isSuccess() && !channel.isActive()) {
            throw gone();
        }
        if (!written.isSuccess()) {
            throw new IOException("the other end cannot be written to", written.cause());
        }
    }

    private static EOFException gone() {
        return new EOFException("the other end has gone");
    }
    /** Each wait of one end for the other, unless said otherwise. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** From now on descriptors are expected; nothing else may be on its way. */
    void expectDescriptors(boolean expected) {
        channel.config()
                .setOption(
                        EpollChannelOption.DOMAIN_SOCKET_READ_MODE,
                        expected ? DomainSocketReadMode.FILE_DESCRIPTORS : DomainSocketReadMode.BYTES);
    }

    String hear(Duration limit) throws IOException {
        if (next(limit) instanceof String text) {
            return text;
        }
        throw new IOException("a descriptor came, expected a line");
    }

    int descriptor() throws IOException {
        if (next(LIMIT) instanceof FileDescriptor descriptor) {
            return descriptor.intValue();
        }
        throw new IOException("a line came, expected a descriptor");
    }

    private Object next(Duration limit) throws IOException {
        try {
            Object next = came.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new IOException("nothing came within " + limit.toSeconds() + " s");
            }
            if (next == OVER) {
                throw gone();
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    void end() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            try {
                for (byte c : ByteBufUtil.getBytes(bytes)) {
                    read((char) c);
                }
            } finally {
                bytes.release();
            }
        } else {
            add(message);
        }
    }

    private void read(char c) {
        if (c == '\n') {
            add(line.toString());
            line.setLength(0);
        } else if (line.length() < Line.LONGEST) {
            line.append(c);
        } else {
            channel.close();
        }
    }

    private void add(Object message) {
        if (!came.offer(message)) {
            channel.close(); // more than either end ever says
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        add(OVER);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
