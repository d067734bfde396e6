package dev.sluice.engine.akkahttp;

import akka.NotUsed;
import akka.stream.TLSClosing;
import akka.stream.TLSProtocol.SendBytes;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.TLS;
import akka.util.ByteString;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/** TLS as a layer of bytes. */
final class TlsLayer {
    private TlsLayer() {}

    /**
     * The layer of one connection.
     *
     * @param secured told when the handshake is made
     */
    static BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> of(
            SSLEngine engine, Consumer<SSLSession> secured) {
        Flow<ByteString, SslTlsOutbound, NotUsed> out =
                Flow.of(ByteString.class).map(SendBytes::new);
        // An end without close_notify is one all the same: what it cuts off, the framing of HTTP tells.
        Flow<SslTlsInbound, ByteString, NotUsed> in = Flow.of(SslTlsInbound.class)
                .filter(SessionBytes.class::isInstance)
                .map(message -> ((SessionBytes) message).bytes());
        return BidiFlow.fromFlows(out, in).atop(TLS.create(() -> engine, secured, TLSClosing.eagerClose()));
    }
}
