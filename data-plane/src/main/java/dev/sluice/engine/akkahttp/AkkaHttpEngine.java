package dev.sluice.engine.akkahttp;

import akka.actor.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.Pipeline;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Akka HTTP 10.5.3 as an engine: HTTP/1.1 without TLS. */
public final class AkkaHttpEngine implements Engine {
    private static final long BIND_SECONDS = 10;
    private static final long CLOSE_SECONDS = 10;

    private final AkkaHttpSettings settings;
    private final Pipeline pipeline;
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

    private AkkaHttpEngine(AkkaHttpSettings settings, Pipeline pipeline) {
        this.settings = settings;
        this.pipeline = pipeline;
        this.system = ActorSystem.create(
                "sluice-engine", LaneConfig.of(settings.lanes()), AkkaHttpEngine.class.getClassLoader());
        this.serverSettings = ServerSettings.create(system);
        for (int lane = 0; lane < settings.lanes(); lane++) {
            lanes.add(new AkkaLane(lane, system, settings));
        }
    }

    public static AkkaHttpEngine start(AkkaHttpSettings settings, Pipeline pipeline) {
        return new AkkaHttpEngine(settings, pipeline);
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
        if (binding.proxyProtocol().isPresent()) {
            throw new IOException("engine akka-http reads no PROXY header; engine netty does");
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
            incoming.handleWith(Flow.fromSinkAndSource(Sink.cancelled(), Source.empty()), system);
            return;
        }
        AkkaLane lane = lanes.get(Math.floorMod(nextLane.getAndIncrement(), lanes.size()));
        lane.execute(() -> serve(lane, incoming, binding));
    }

    private void serve(AkkaLane lane, Tcp.IncomingConnection incoming, Binding binding) {
        InetSocketAddress peer = incoming.remoteAddress();
        ClientConnection info = new ClientConnection(
                binding.logicalPort(), binding.scheme(), peer.getAddress().getHostAddress(), peer.getPort());
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
        Flow.fromGraph(connection.handOver())
                .join(Http.get(system)
                        .serverLayer(serverSettings)
                        .atop(PlainText.layer())
                        .atop(BidiFlow.fromGraph(new ByteStage(lane, connection.bytes())))
                        .join(incoming.flow()))
                .withAttributes(lane.attributes())
                .run(system);
    }

    private void closed(Open entry) {
        connections.remove(entry);
        open.decrementAndGet();
        completeDrain();
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
        connections.forEach(entry -> entry.lane().execute(entry.bytes()::drain));
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
}
