package dev.sluice.engine.akkahttp;

import akka.NotUsed;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.TLSPlacebo;
import akka.util.ByteString;

/** What stands where TLS would: Akka HTTP's layers end in TLS messages. */
final class PlainText {
    private PlainText() {}

    /** The placebo emits {@code SessionBytes}, which are {@code SslTlsInbound}; Java's generics do not know. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> layer() {
        return (BidiFlow) TLSPlacebo.getInstance();
    }
}
