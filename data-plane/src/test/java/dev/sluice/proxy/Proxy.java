package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import dev.sluice.forward.ExchangePipeline;
import dev.sluice.forward.Front;
import dev.sluice.forward.Tunnels;
import dev.sluice.observe.AccessLog;
import dev.sluice.observe.LogFormat;
import dev.sluice.observe.LogSink;
import dev.sluice.observe.RecentRequests;
import dev.sluice.observe.RequestMetrics;
import dev.sluice.observe.RequestObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;

/** A proxy on a free port of loopback: an engine, the pipeline of the product and its access log. */
final class Proxy implements AutoCloseable {
    static final int LANES = 2;

    final Engine engine;
    final Table table;
    final RequestMetrics metrics = new RequestMetrics(LANES);
    final RecentRequests recent = RecentRequests.of(4096, LANES, InstantSource.system());
    final Tunnels tunnels = new Tunnels(100);
    final InetSocketAddress address;
    private final AccessLog log;
    private final LogLines lines = new LogLines();

    private Proxy(EngineUnderTest kind, Table table, Duration clientWait) throws IOException {
        this.table = table;
        this.log = AccessLog.to(LogSink.to(lines), LogFormat.TEXT, LANES);
        ExchangePipeline pipeline = new ExchangePipeline(
                table.serving(), LANES, new RequestObserver(metrics, log, recent), Front.NONE, tunnels);
        this.engine = kind.start(pipeline, LANES, clientWait);
        this.address = engine.bind(new Binding(80, "http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    static Table table() {
        return new Table(LANES);
    }

    static Proxy start(EngineUnderTest engine, Table table) throws IOException {
        return new Proxy(engine, table, Duration.ofSeconds(20));
    }

    static Proxy start(EngineUnderTest engine, Table table, Duration clientWait) throws IOException {
        return new Proxy(engine, table, clientWait);
    }

    /** {@code a.example} goes to these backends. */
    static Proxy inFrontOf(EngineUnderTest engine, Backend... backends) throws IOException {
        InetSocketAddress[] addresses =
                java.util.Arrays.stream(backends).map(Backend::address).toArray(InetSocketAddress[]::new);
        return start(
                engine,
                table().route("a.example", "/", "web")
                        .upstream("web", addresses)
                        .serve());
    }

    Client client() throws IOException {
        return new Client(address);
    }

    /** The next line of the access log. */
    String logged() throws InterruptedException {
        return lines.next();
    }

    /** Asserts status and reason in the next line of the access log. */
    void assertLogged(int status, String reason) throws InterruptedException {
        assertThat(logged()).contains("\" " + status + " ").contains(" reason=" + reason + " ");
    }

    @Override
    public void close() {
        engine.close();
        log.close();
    }
}
