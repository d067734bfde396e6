package dev.sluice.engine.netty;

import dev.sluice.engine.Binding;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.Pipeline;
import dev.sluice.forward.ProxiedBy;
import dev.sluice.http.Reason;
import dev.sluice.proxyprotocol.ProxyHeader;
import dev.sluice.tls.SecuredClient;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection on its way in, step by step, and what each step learns of it, until a protocol takes it over. It
 * counts the connection from its first moment to its last, and ends one that takes too long to come in.
 */
final class Arrival extends ChannelInboundHandlerAdapter implements Kept {
    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

    private final NettyLane lane;
    private final Binding binding;
    private final Pipeline pipeline;
    private final List<Step> steps;
    private int next;
    private int slot;
    private boolean counted;
    private boolean under;
    private long deadline;
    private @Nullable Channel channel;
    private @Nullable InetSocketAddress client;
    private @Nullable InetSocketAddress reached;
    private @Nullable SecuredClient tls;
    private String applicationProtocol = "";
    private boolean expired;
    private Admission.@Nullable Holder holder;
    private ProxiedBy front = ProxiedBy.NOBODY;

    /** @param steps in their order; the last one is a protocol */
    Arrival(NettyLane lane, Binding binding, Pipeline pipeline, List<Step> steps) {
        this.lane = lane;
        this.binding = binding;
        this.pipeline = pipeline;
        this.steps = steps;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        client = (InetSocketAddress) context.channel().remoteAddress();
        if (client == null) { // gone already
            context.close();
            return;
        }
        counted = true;
        int open = lane.engine().clientOpened();
        under = true;
        lane.add(this);
        deadline = lane.clock().nanos()
                + lane.engine().settings().clientWaits().arrival().toNanos();
        if (open > lane.engine().settings().clientBounds().connections()) {
            refuse(Reason.CONNECTION_LIMIT);
        } else {
            proceed();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        context.fireChannelInactive();
        if (holder != null) {
            lane.engine().admission().leave(holder);
        }
        if (counted) {
            lane.engine().clientClosed();
        }
    }

    /** The next step; called by the one before when it has left the pipeline. */
    void proceed() {
        Step step = steps.get(next++);
        if (next == steps.size()) {
            end();
        }
        step.enter(this, channel().pipeline());
    }

    /** A step has taken the connection over by itself: no further one comes. */
    void taken() {
        end();
    }

    private void end() {
        if (under) {
            under = false;
            lane.remove(this);
        }
    }

    NettyLane lane() {
        return lane;
    }

    Binding binding() {
        return binding;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    private Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("the channel is not active yet");
        }
        return channel;
    }

    /** Who the client is, as far as the steps so far know. */
    InetSocketAddress client() {
        if (client == null) {
            throw new IllegalStateException("the channel is not active yet");
        }
        return client;
    }

    /** @param protocol that was agreed on (ALPN); null if none was */
    void secured(SecuredClient secured, @Nullable String protocol) {
        tls = secured;
        applicationProtocol = protocol == null ? "" : protocol;
    }

    /** Agreed on within TLS (RFC 7301); empty if nothing was. */
    String applicationProtocol() {
        return applicationProtocol;
    }

    /** Whether it took too long to come in. */
    boolean expired() {
        return expired;
    }

    void close() {
        channel().close();
    }

    /** A proxy that is trusted has said for whom it connects. */
    void proxied(ProxyHeader header) {
        front = ProxiedBy.read(header);
        if (header instanceof ProxyHeader.Proxied proxied) {
            client = proxied.source();
            reached = proxied.destination();
        }
    }

    /** A step: the client, who is known by now, may have no more connections than others. */
    void admit() {
        holder = lane.engine().admission().enter(client().getAddress());
        if (holder == null) {
            refuse(Reason.CLIENT_CONNECTION_LIMIT);
        } else {
            proceed();
        }
    }

    /** Ends the connection before a protocol has taken it over. */
    void refuse(Reason reason) {
        lane.engine().cut(reason);
        channel().close();
    }

    /** What is known of the connection, for the pipeline. */
    ClientConnection connection() {
        return new ClientConnection(
                binding.logicalPort(),
                binding.scheme(),
                ClientConnection.text(client().getAddress()),
                client().getPort(),
                front,
                tls,
                reached == null && channel().localAddress() instanceof InetSocketAddress own ? own : reached);
    }

    // ---- the lane's view

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int value) {
        slot = value;
    }

    @Override
    public void sweep(long now) {
        if (now - deadline >= 0) {
            expired = true;
            refuse(Reason.ARRIVAL_TIMEOUT);
        }
    }

    /** It still comes in: the protocol that takes it over sees that no more requests are wanted. */
    @Override
    public void drain() {}

    @Override
    public void cut() {
        channel().close();
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.error("A client's connection failed on its way in", cause);
        channel().close();
    }
}
