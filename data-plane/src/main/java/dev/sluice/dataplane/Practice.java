package dev.sluice.dataplane;

import dev.sluice.compile.Compiled;
import dev.sluice.compile.Compiler;
import dev.sluice.compile.EndpointRegistry;
import dev.sluice.compile.Upsert;
import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import dev.sluice.forward.ExchangePipeline;
import dev.sluice.forward.Tunnels;
import dev.sluice.http.Reason;
import dev.sluice.identity.KeyedChain;
import dev.sluice.key.ResourceKey.ListenerKey;
import dev.sluice.key.Version;
import dev.sluice.observe.AccessLog;
import dev.sluice.observe.LogSink;
import dev.sluice.observe.RecentRequests;
import dev.sluice.observe.RequestMetrics;
import dev.sluice.observe.RequestObserver;
import dev.sluice.resource.Resource;
import dev.sluice.resource.Upstream;
import dev.sluice.sync.Serving;
import dev.sluice.wire.Capability;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A proxy of its own on loopback, in front of itself: what comes to its port 80 is forwarded to its port 81, or within TLS to its port
 * 443. Nothing is routed there, so everything is answered 404. Its engine is made as the one that serves.
 */
final class Practice implements AutoCloseable {
    /** Whose requests are forwarded in plain text. */
    static final String HOST = "practice.invalid";
    /** Whose requests are forwarded within TLS. */
    static final String TLS_HOST = "tls.practice.invalid";

    private static final List<ListenerKey> PLAIN = List.of(ExampleTable.HTTP);
    private static final int HTTP_PORT = 80;
    private static final int BACKEND_PORT = 81;
    private static final int HTTPS_PORT = 443;
    private static final int RECENT = 64;

    private final Closings closings = new Closings();
    private final Engine engine;
    private final int port;
    private final boolean speaksTls;

    /**
     * @param selfSigned the certificate that its port 443 shows
     * @throws IOException if it may not listen
     */
    Practice(DataPlaneSettings settings, Prepared<KeyedChain> selfSigned) throws IOException {
        int lanes = settings.engine().lanes();
        Serving serving = new Serving();
        AccessLog log = log(settings, lanes);
        closings.add("the log of the practice", log);
        try {
            RequestObserver observer = new RequestObserver(
                    new RequestMetrics(lanes), log, RecentRequests.of(RECENT, lanes, InstantSource.system()));
            ExchangePipeline pipeline = new ExchangePipeline(
                    serving.state(),
                    lanes,
                    observer,
                    settings.front().with(() -> Reason.HEALTHY),
                    new Tunnels(settings.tunnels().most()));
            this.engine = settings.engine()
                    .start(pipeline, Fronts.of(settings.tls(), selfSigned, serving, new SimpleMeterRegistry()));
            closings.add("the engine of the practice", engine);
            this.speaksTls = settings.engine().capabilities().contains(Capability.UPSTREAM_TLS);
            serve(serving);
            this.port = bind(HTTP_PORT, "http");
        } catch (IOException | RuntimeException e) {
            closings.close();
            throw e;
        }
    }

    private static AccessLog log(DataPlaneSettings settings, int lanes) {
        return settings.accessLog().equals("off")
                ? AccessLog.off()
                : AccessLog.to(LogSink.to(OutputStream.nullOutputStream()), settings.accessLogFormat(), lanes);
    }

    private void serve(Serving serving) throws IOException {
        EndpointRegistry registry = new EndpointRegistry(engine.lanes());
        Stream<Resource> table = Stream.concat(
                ExampleTable.listeners(), ExampleTable.host(HOST, PLAIN, bind(BACKEND_PORT, "http"), Optional.empty()));
        if (speaksTls) {
            Upstream.Tls anybody = new Upstream.Tls(Optional.empty(), Optional.empty(), Optional.empty());
            table = Stream.concat(
                    table, ExampleTable.host(TLS_HOST, PLAIN, bind(HTTPS_PORT, "https"), Optional.of(anybody)));
        }
        List<Upsert> upserts = table.<Upsert>map(Upsert.Decoded::new).toList();
        Compiled compiled = new Compiler(registry).apply(Compiled.EMPTY, upserts, List.of());
        registry.publish(compiled, () -> serving.state().set(compiled.state(Version.NONE)));
    }

    private int bind(int logicalPort, String scheme) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return engine.bind(new Binding(logicalPort, scheme, anyPort)).getPort();
    }

    /** On loopback. */
    int port() {
        return port;
    }

    /** Whether there is {@link #TLS_HOST}. */
    boolean speaksTls() {
        return speaksTls;
    }

    /** From now on every connection is for one request, those to the backend, too. */
    void forget() {
        engine.windDown();
    }

    @Override
    public void close() {
        closings.close();
    }
}
