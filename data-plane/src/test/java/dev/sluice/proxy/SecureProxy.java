package dev.sluice.proxy;

import dev.sluice.engine.Binding;
import dev.sluice.engine.netty.NettyEngine;
import dev.sluice.engine.netty.NettySettings;
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

/** The Netty engine on a free port of loopback that speaks TLS, in front of what a table says. */
final class SecureProxy implements AutoCloseable {
    private static final KeyedChain SELF_SIGNED = SelfSigned.make(Instant.now());

    final NettyEngine engine;
    final Table table;
    final InetSocketAddress address;
    final RequestMetrics metrics = new RequestMetrics(Proxy.LANES);
    final Tunnels tunnels = new Tunnels(2, new Tunnels.Passing(Duration.ofSeconds(5), Duration.ofSeconds(2)));
    private final LogLines lines = new LogLines();
    private final AccessLog log;
    private final BlockingQueue<HandshakeEnd> ends = new LinkedBlockingQueue<>();

    private SecureProxy(Table table, TlsSettings settings, NettySettings netty) throws IOException {
        this.table = table;
        this.log = AccessLog.to(LogSink.to(lines), LogFormat.TEXT, Proxy.LANES);
        TlsFront front = new TlsFront(
                settings,
                () -> table.serving().get()::answer,
                SELF_SIGNED,
                new TicketSealing(
                        () -> table.serving().get().ticketSecrets(),
                        System::nanoTime,
                        settings.keyLife().toNanos()),
                (end, nanos) -> ends.add(end));
        this.engine = NettyEngine.start(
                netty,
                new ExchangePipeline(
                        table.serving(), Proxy.LANES, new RequestObserver(metrics, log), Front.NONE, tunnels),
                front);
        this.address =
                engine.bind(new Binding(443, "https", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    static SecureProxy start(Table table, TlsSettings settings) throws IOException {
        return new SecureProxy(table, settings, NettySettings.usual().withEventLoops(Proxy.LANES));
    }

    static SecureProxy start(Table table, TlsSettings settings, Duration arrival) throws IOException {
        NettySettings.ClientWaits usual = NettySettings.ClientWaits.USUAL;
        return new SecureProxy(
                table,
                settings,
                NettySettings.usual()
                        .withEventLoops(Proxy.LANES)
                        .withClientWaits(new NettySettings.ClientWaits(
                                arrival,
                                usual.head(),
                                usual.idle(),
                                usual.body(),
                                usual.send(),
                                usual.linger(),
                                usual.lingerBytes())));
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
