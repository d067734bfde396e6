package dev.sluice.engine.netty;

import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import dev.sluice.engine.Predecessor;
import dev.sluice.engine.netty.handover.Listening;
import dev.sluice.engine.netty.handover.Offer;
import dev.sluice.engine.netty.handover.Succession;
import dev.sluice.engine.netty.tls.BackendContexts;
import dev.sluice.engine.netty.tls.ServerContexts;
import dev.sluice.engine.netty.tls.TlsLibrary;
import dev.sluice.forward.Pipeline;
import dev.sluice.http.Reason;
import dev.sluice.tls.TlsFront;
import dev.sluice.tls.TlsSettings.Provider;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The default engine: HTTP/1.1 on Netty event loops, each of which is a lane. */
public final class NettyEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(NettyEngine.class);
    /** Accepted connections that the kernel keeps while the event loops are busy. */
    private static final int BACKLOG = 4096;

    private static final long CLOSE_SECONDS = 5;
    private static final long CLOSE_CONNECTIONS_SECONDS = 1;
    /** SOL_SOCKET and SO_ACCEPTCONN of Linux: socket(7). */
    private static final IntegerUnixChannelOption SO_ACCEPTCONN = new IntegerUnixChannelOption("SO_ACCEPTCONN", 1, 30);

    private final EngineState state;
    private final Pipeline pipeline;
    private final @Nullable TlsStep tls;
    private final Transport transport;
    private final MultiThreadIoEventLoopGroup loops;
    private final Map<EventLoop, NettyLane> lanes = new IdentityHashMap<>();
    private final Map<Channel, Binding> listeners = new ConcurrentHashMap<>();

    private NettyEngine(NettySettings settings, Pipeline pipeline, @Nullable TlsFront front) {
        this.tls = front == null ? null : tls(front);
        this.state = new EngineState(
                settings,
                new BackendContexts(
                        front == null ? Provider.AUTO : front.settings().provider()));
        this.pipeline = pipeline;
        this.transport = Transport.of(settings.transport());
        this.loops = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(), new DefaultThreadFactory("lane", true), transport.handlers());
        for (EventExecutor executor : loops) {
            EventLoop loop = (EventLoop) executor;
            lanes.put(loop, new NettyLane(lanes.size(), loop, state, transport));
        }
    }

    /**
     * Starts the event loops; {@link #bind} listens.
     *
     * @throws IllegalStateException if the transport asked for does not work here
     */
    public static NettyEngine start(NettySettings settings, Pipeline pipeline) {
        return start(settings, pipeline, null);
    }

    /**
     * As {@link #start(NettySettings, Pipeline)}, and may be bound to ports of TLS.
     *
     * @param front who answers handshakes; null if there will be none
     */
    public static NettyEngine start(NettySettings settings, Pipeline pipeline, @Nullable TlsFront front) {
        NettyEngine engine = new NettyEngine(settings, pipeline, front);
        engine.lanes.values().forEach(NettyLane::start);
        LOG.info("Netty engine with {} lanes on {}", settings.eventLoops(), engine.transportAndWhy());
        return engine;
    }

    @Override
    public String name() {
        return "netty";
    }

    @Override
    public String transport() {
        return transport.name();
    }

    /** The transport, and why no better one was taken. */
    public String transportAndWhy() {
        return transport.why().isEmpty() ? transport.name() : transport.name() + " (not " + transport.why() + ")";
    }

    @Override
    public int lanes() {
        return lanes.size();
    }

    @Override
    public InetSocketAddress bind(Binding binding) throws IOException {
        ChannelFuture bound =
                bootstrap(binding, transport.servers()).bind(binding.local()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            Throwable cause = bound.cause();
            String why = cause == null ? "unknown" : String.valueOf(cause.getMessage());
            throw new IOException(
                    "cannot listen on " + binding.local() + " for port " + binding.logicalPort() + ": " + why, cause);
        }
        return listening(binding, bound.channel());
    }

    private InetSocketAddress listening(Binding binding, Channel channel) {
        listeners.put(channel, binding);
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public Optional<Predecessor> predecessor(Path socket) throws IOException {
        return transport.descriptors().isEmpty()
                ? Optional.empty()
                : Succession.find(socket, this::adopt).map(Predecessor.class::cast);
    }

    /** The number of a socket may come to mean something else while its process leaves: only what listens there is taken. */
    private Optional<InetSocketAddress> adopt(Binding binding, int descriptor) throws IOException {
        ServerChannel given;
        try {
            given = transport.descriptors().orElseThrow().apply(descriptor);
        } catch (ChannelException e) {
            LOG.warn("What was handed over for {} is no socket", binding.local());
            new FileDescriptor(descriptor).close();
            return Optional.empty();
        }
        if (!listensAt(binding.local(), given)) {
            LOG.warn("What was handed over for {} does not listen there", binding.local());
            ((UnixChannel) given).fd().close();
            return Optional.empty();
        }
        ChannelFuture adopted = bootstrap(binding, () -> given).register().awaitUninterruptibly();
        if (!adopted.isSuccess()) {
            throw new IOException("cannot adopt a socket for " + binding.local(), adopted.cause());
        }
        return Optional.of(listening(binding, adopted.channel()));
    }

    private static boolean listensAt(InetSocketAddress wanted, ServerChannel given) {
        return given.localAddress() instanceof InetSocketAddress local
                && local.getAddress()
                        .getHostAddress()
                        .equals(wanted.getAddress().getHostAddress())
                && (wanted.getPort() == 0 || local.getPort() == wanted.getPort())
                && Integer.valueOf(1).equals(given.config().getOption(SO_ACCEPTCONN));
    }

    @Override
    public AutoCloseable offer(Path socket, Runnable dismissed) throws IOException {
        return transport.descriptors().isEmpty()
                ? Engine.super.offer(socket, dismissed)
                : Offer.at(socket, this::offered, dismissed);
    }

    private List<Listening> offered() {
        return listeners.entrySet().stream()
                .map(one -> new Listening(
                        one.getValue(),
                        (InetSocketAddress) one.getKey().localAddress(),
                        ((UnixChannel) one.getKey()).fd().intValue()))
                .toList();
    }

    private ServerBootstrap bootstrap(Binding binding, ChannelFactory<ServerChannel> servers) {
        List<Step> steps = steps(binding);
        return new ServerBootstrap()
                .group(loops, loops)
                .channelFactory(servers)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                // A client may end its half behind a request and still wants the response.
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Arrival(lane(channel.eventLoop()), binding, pipeline, steps));
                    }
                });
    }

    private List<Step> steps(Binding binding) {
        List<Step> steps = new ArrayList<>();
        binding.proxyProtocol().ifPresent(proxies -> steps.add(new ProxyProtocolStep(proxies)));
        steps.add((arrival, pipeline) -> arrival.admit());
        if (binding.scheme().equals("https")) {
            if (tls == null) {
                throw new IllegalArgumentException(binding + ": this engine was started without TLS");
            }
            steps.add(tls);
        }
        steps.add((arrival, pipeline) -> pipeline.addLast(new ProtocolChoice(arrival, pipeline.channel())));
        return List.copyOf(steps);
    }

    private static TlsStep tls(TlsFront front) {
        SslProvider provider = TlsLibrary.of(front.settings().provider());
        LOG.info("TLS is that of {}", TlsLibrary.text(provider));
        return new TlsStep(front, new ServerContexts(front, provider, List.of("h2", "http/1.1")));
    }

    private NettyLane lane(EventLoop loop) {
        NettyLane lane = lanes.get(loop);
        if (lane == null) {
            throw new IllegalStateException("no lane of this engine: " + loop);
        }
        return lane;
    }

    @Override
    public long clientConnections() {
        return state.clients();
    }

    @Override
    public long upstreamConnections() {
        return state.backends();
    }

    @Override
    public long connectionsCut(Reason reason) {
        return state.cuts(reason);
    }

    @Override
    public long requestsRefused(Reason reason) {
        return state.cuts(reason);
    }

    @Override
    public void windDown() {
        state.windDown();
    }

    @Override
    public CompletionStage<Void> drain(Duration spread) {
        state.drain();
        CompletableFuture<Void> drained = new CompletableFuture<>();
        closeListeners();
        // What a listener has accepted waits for its lane, and counts as a client from then on.
        CompletableFuture.allOf(lanes.values().stream()
                        .map(lane -> lane.drain(spread.toNanos()))
                        .toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> state.whenNoClients(() -> drained.complete(null)));
        return drained;
    }

    @Override
    public void cut() {
        lanes.values().forEach(NettyLane::cut);
    }

    private void closeListeners() {
        List<Channel> closing = List.copyOf(listeners.keySet());
        listeners.clear(); // before their numbers come to mean something else
        closing.forEach(listener -> listener.close().awaitUninterruptibly());
    }

    @Override
    public void close() {
        closeListeners();
        if (!loops.isShuttingDown()) {
            closeConnections();
        }
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    /** An event loop that ends with connections whose writes are under way loses their buffers and says so with a stack trace. */
    private void closeConnections() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        state.whenNobody(() -> closed.complete(null));
        cut();
        lanes.values().forEach(NettyLane::closeBackends);
        closed.completeOnTimeout(null, CLOSE_CONNECTIONS_SECONDS, TimeUnit.SECONDS)
                .join();
        if (state.clients() > 0 || state.backends() > 0) {
            LOG.warn("{} clients and {} connections to backends are left, and lost", state.clients(), state.backends());
        }
    }
}
