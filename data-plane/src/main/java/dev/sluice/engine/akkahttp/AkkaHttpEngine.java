package dev.sluice.engine.akkahttp;

import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.Pipeline;
import dev.sluice.http.Reason;
import dev.sluice.tls.TlsFront;
import dev.sluice.tls.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Akka HTTP 10.5.3 as an engine: HTTP/1.1, with clients also within the JDK's TLS. */
public final class AkkaHttpEngine implements Engine {
    private static final long BIND_SECONDS = 10;
    private static final long CLOSE_SECONDS = 10;

    private final AkkaHttpSettings settings;
    private final Pipeline pipeline;
    private final @Nullable TlsFront front;
    private final JdkContexts contexts;
    private final AtomicLongArray cuts = new AtomicLongArray(Reason.values().length);
    private final ActorSystem system;
    private final List<AkkaLane> lanes = new ArrayList<>();
    private final List<Tcp.ServerBinding> bindings = new ArrayList<>();
    private final Set<Open> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger nextLane = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final AtomicInteger open = new AtomicInteger();
    private final ServerSettings serverSettings;
    private volatile boolean windingDown;
    private volatile boolean draining;
    private volatile boolean unbound;

    private record Open(AkkaLane lane, ServerBytes bytes) {}

    private AkkaHttpEngine(AkkaHttpSettings settings, Pipeline pipeline, @Nullable TlsFront front) {
        this.front = front;
        this.contexts = new JdkContexts(front == null ? TlsSettings.USUAL : front.settings());
        this.settings = settings;
        this.pipeline = pipeline;
        this.system = ActorSystem.create(
                "sluice-engine", LaneConfig.of(settings.lanes()), AkkaHttpEngine.class.getClassLoader());
        this.serverSettings = ServerSettings.create(system);
        for (int lane = 0; lane < settings.lanes(); lane++) {
            lanes.add(new AkkaLane(lane, system, settings));
        }
    }

    /** Without TLS. */
    public static AkkaHttpEngine start(AkkaHttpSettings settings, Pipeline pipeline) {
        return start(settings, pipeline, null);
    }

    /**
     * Starts the lanes; {@link #bind} listens.
     *
     * @param front who answers handshakes; null if there will be none
     * @throws IllegalStateException if TLS is to be another's than the JDK's
     */
    public static AkkaHttpEngine start(AkkaHttpSettings settings, Pipeline pipeline, @Nullable TlsFront front) {
        if (front != null && front.settings().provider() == TlsSettings.Provider.OPENSSL) {
            throw new IllegalStateException(
                    "tls.provider = openssl: engine akka-http speaks the JDK's TLS; expected jdk or auto");
        }
        return new AkkaHttpEngine(settings, pipeline, front);
    }

    @Override
    public String name() {
        return "akka-http";
    }

    @Override
    public String transport() {
        return "nio";
    }

    @Override
    public int lanes() {
        return settings.lanes();
    }

    @Override
    public InetSocketAddress bind(Binding binding) throws IOException {
        if (front == null && binding.scheme().equals("https")) {
            throw new IllegalArgumentException(binding + ": this engine was started without TLS");
        }
        CompletionStage<Tcp.ServerBinding> bound = Tcp.get(system)
                .bind(
                        binding.local().getAddress().getHostAddress(),
                        binding.local().getPort(),
                        4096,
                        List.of(),
                        true,
                        Optional.<Duration>empty())
                .to(Sink.foreach(connection -> accepted(connection, binding)))
                .run(system);
        try {
            Tcp.ServerBinding listening = bound.toCompletableFuture().get(BIND_SECONDS, TimeUnit.SECONDS);
            synchronized (bindings) {
                bindings.add(listening);
            }
            return listening.localAddress();
        } catch (ExecutionException e) {
            throw new IOException(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            throw new IOException("listening took longer than " + BIND_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void accepted(Tcp.IncomingConnection incoming, Binding binding) {
        if (open.incrementAndGet() > settings.maxConnections()) {
            open.decrementAndGet();
            cuts.incrementAndGet(Reason.CONNECTION_LIMIT.ordinal());
            incoming.handleWith(Flow.fromSinkAndSource(Sink.cancelled(), Source.empty()), system);
            return;
        }
        AkkaLane lane = lanes.get(Math.floorMod(nextLane.getAndIncrement(), lanes.size()));
        lane.execute(() -> serve(lane, incoming, binding));
    }

    private void serve(AkkaLane lane, Tcp.IncomingConnection incoming, Binding binding) {
        InetSocketAddress peer = incoming.remoteAddress();
        if (binding.proxyProtocol().isPresent() || binding.scheme().equals("https")) {
            Arrival arrival = new Arrival(new Entrance(), lane, binding, peer, front, contexts);
            incoming.flow()
                    .join(Flow.fromGraph(new ArrivalStage(lane, arrival)))
                    .withAttributes(lane.attributes())
                    .run(system);
            return;
        }
        ServerConnection connection = connection(
                lane,
                new ClientConnection(
                        binding.logicalPort(),
                        binding.scheme(),
                        ClientConnection.text(peer.getAddress()),
                        peer.getPort()));
        Flow.fromGraph(connection.handOver())
                .join(http(lane, connection).join(incoming.flow()))
                .withAttributes(lane.attributes())
                .run(system);
    }

    private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> http(
            AkkaLane lane, ServerConnection connection) {
        return Http.get(system)
                .serverLayer(serverSettings)
                .atop(PlainText.layer())
                .atop(BidiFlow.fromGraph(new ByteStage(lane, connection.bytes())));
    }

    private ServerConnection connection(AkkaLane lane, ClientConnection info) {
        Open[] self = new Open[1];
        ServerConnection connection = new ServerConnection(lane, info, pipeline, settings, () -> closed(self[0]));
        Open entry = new Open(lane, connection.bytes());
        self[0] = entry;
        connections.add(entry);
        if (draining) {
            entry.bytes().drain();
        } else if (windingDown) {
            entry.bytes().windDown();
        }
        return connection;
    }

    private void closed(Open entry) {
        connections.remove(entry);
        left();
    }

    private void left() {
        open.decrementAndGet();
        completeDrain();
    }

    @Override
    public long connectionsCut(Reason reason) {
        return cuts.get(reason.ordinal());
    }

    private void completeDrain() {
        if (draining && unbound && open.get() == 0) {
            drained.complete(null);
        }
    }

    @Override
    public long clientConnections() {
        return open.get();
    }

    @Override
    public long upstreamConnections() {
        return lanes.stream().mapToLong(lane -> lane.upstreams().sum()).sum();
    }

    @Override
    public void windDown() {
        windingDown = true;
        connections.forEach(entry -> entry.lane().execute(entry.bytes()::windDown));
    }

    @Override
    public CompletionStage<Void> drain(Duration spread) {
        windDown();
        draining = true;
        unbind().whenComplete((done, failure) -> {
            unbound = true;
            completeDrain();
        });
        long spreadNanos = spread.toNanos();
        connections.forEach(entry -> entry.lane()
                .schedule(
                        entry.bytes()::drain,
                        spreadNanos == 0 ? 0 : ThreadLocalRandom.current().nextLong(spreadNanos)));
        return drained;
    }

    /** Akka closes listening sockets in actors of theirs: until that is done, connections come in. */
    private CompletionStage<Void> unbind() {
        synchronized (bindings) {
            return CompletableFuture.allOf(bindings.stream()
                    .map(listening -> listening.unbind().toCompletableFuture())
                    .toArray(CompletableFuture[]::new));
        }
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the engine did not end within " + CLOSE_SECONDS + " s", e);
        }
    }

    /** What connections come in through that do not begin with HTTP. */
    private final class Entrance implements Arrival.Hall {
        @Override
        public ServerConnection connection(AkkaLane lane, ClientConnection info) {
            return AkkaHttpEngine.this.connection(lane, info);
        }

        @Override
        public Flow<ByteString, ByteString, NotUsed> flow(
                AkkaLane lane,
                ServerConnection connection,
                BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> below) {
            return http(lane, connection).atop(below).reversed().join(Flow.fromGraph(connection.handOver()));
        }

        @Override
        public void cut(Reason reason) {
            cuts.incrementAndGet(reason.ordinal());
        }

        @Override
        public void left() {
            AkkaHttpEngine.this.left();
        }
    }
}
