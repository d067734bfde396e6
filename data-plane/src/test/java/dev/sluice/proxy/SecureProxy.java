package dev.sluice.proxy;

import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import dev.sluice.forward.ExchangePipeline;
import dev.sluice.forward.Front;
import dev.sluice.forward.Tunnels;
import dev.sluice.identity.KeyedChain;
import dev.sluice.observe.AccessLog;
import dev.sluice.observe.LogFormat;
import dev.sluice.observe.LogSink;
import dev.sluice.observe.RequestMetrics;
import dev.sluice.observe.RequestObserver;
import dev.sluice.tls.HandshakeEnd;
import dev.sluice.tls.SelfSigned;
import dev.sluice.tls.TicketSealing;
import dev.sluice.tls.TlsFront;
import dev.sluice.tls.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An engine on a free port of loopback that speaks TLS, in front of what a table says. */
final class SecureProxy implements AutoCloseable {
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final KeyedChain SELF_SIGNED = SelfSigned.make(Instant.now());

    final Engine engine;
    final Table table;
    final InetSocketAddress address;
    final RequestMetrics metrics = new RequestMetrics(Proxy.LANES);
    final Tunnels tunnels = new Tunnels(2, new Tunnels.Passing(Duration.ofSeconds(5), Duration.ofSeconds(2)));
    private final LogLines lines = new LogLines();
    private final AccessLog log;
    private final BlockingQueue<HandshakeEnd> ends = new LinkedBlockingQueue<>();

    private SecureProxy(TlsUnderTest kind, Table table, TlsSettings settings, Duration arrival) throws IOException {
        this.table = table;
        this.log = AccessLog.to(LogSink.to(lines), LogFormat.TEXT, Proxy.LANES);
        TlsFront front = new TlsFront(
                settings,
                () -> table.serving().get()::answer,
                () -> SELF_SIGNED,
                new TicketSealing(
                        () -> table.serving().get().ticketSecrets(),
                        System::nanoTime,
                        settings.keyLife().toNanos()),
                (end, nanos) -> ends.add(end));
        this.engine = kind.start(
                new ExchangePipeline(
                        table.serving(), Proxy.LANES, new RequestObserver(metrics, log), Front.NONE, tunnels),
                front,
                arrival);
        this.address =
                engine.bind(new Binding(443, "https", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    /** Netty with the TLS that is best here. */
    static SecureProxy start(Table table, TlsSettings settings) throws IOException {
        return new SecureProxy(TlsUnderTest.NETTY_BORINGSSL, table, settings, USUAL);
    }

    static SecureProxy start(Table table, TlsUnderTest engine) throws IOException {
        return start(table, engine, USUAL);
    }

    static SecureProxy start(Table table, TlsUnderTest engine, Duration arrival) throws IOException {
        return new SecureProxy(engine, table, engine.settings(), arrival);
    }

    static SecureProxy start(Table table, TlsUnderTest engine, TlsSettings settings) throws IOException {
        return new SecureProxy(engine, table, settings, USUAL);
    }

    /** One that refuses names that no host is for. */
    static SecureProxy strict(Table table, TlsUnderTest engine) throws IOException {
        TlsSettings usual = engine.settings();
        return new SecureProxy(
                engine,
                table,
                new TlsSettings(
                        usual.provider(),
                        usual.versions(),
                        usual.ciphers(),
                        true,
                        true,
                        usual.sessionLife(),
                        usual.keyLife()),
                USUAL);
    }

    /** The next line of the access log. */
    String logged() throws InterruptedException {
        return lines.next();
    }

    /** How the next handshake ended. */
    HandshakeEnd handshake() throws InterruptedException {
        HandshakeEnd end = ends.poll(20, TimeUnit.SECONDS);
        if (end == null) {
            throw new AssertionError("no handshake has ended");
        }
        return end;
    }

    @Override
    public void close() {
        engine.close();
        log.close();
    }
}
