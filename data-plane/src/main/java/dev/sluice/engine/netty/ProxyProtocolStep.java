package dev.sluice.engine.netty;

import dev.sluice.engine.ProxyProtocol;
import dev.sluice.http.Reason;
import dev.sluice.proxyprotocol.ProxyHeaderReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Reads the PROXY header of trusted proxies; {@link Arrival} keeps the time. */
final class ProxyProtocolStep implements Step {
    private final ProxyProtocol proxies;
    private final ProxyHeaderReader reader;

    ProxyProtocolStep(ProxyProtocol proxies) {
        this.proxies = proxies;
        this.reader = new ProxyHeaderReader(proxies.maxBytes());
    }

    @Override
    public void enter(Arrival arrival, ChannelPipeline pipeline) {
        if (proxies.trusted().contains(arrival.client().getAddress())) {
            pipeline.addLast(new HeaderHandler(arrival));
        } else if (proxies.others() == ProxyProtocol.Others.PLAIN) {
            arrival.proceed();
        } else {
            arrival.refuse(Reason.PROXY_UNTRUSTED);
        }
    }

    private final class HeaderHandler extends ByteToMessageDecoder {
        private final Arrival arrival;

        HeaderHandler(Arrival arrival) {
            this.arrival = arrival;
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            switch (reader.read(in.nioBuffer())) {
                case ProxyHeaderReader.Result.More more -> {}
                case ProxyHeaderReader.Result.Refused refused -> {
                    in.skipBytes(in.readableBytes());
                    arrival.refuse(Reason.PROXY_HEADER);
                }
                case ProxyHeaderReader.Result.Read read -> {
                    in.skipBytes(read.length());
                    arrival.proxied(read.header());
                    arrival.proceed();
                    // What has come behind the header goes to the next step when this one is gone.
                    context.pipeline().remove(this);
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // reset by the proxy
        }
    }
}
