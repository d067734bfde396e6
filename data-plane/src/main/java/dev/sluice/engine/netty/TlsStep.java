package dev.sluice.engine.netty;

import dev.sluice.engine.netty.tls.ServerContexts;
import dev.sluice.tls.TlsFront;
import io.netty.channel.ChannelPipeline;

/** TLS on a connection's way in: the client's first message chooses who answers, then the handshake is made. */
final class TlsStep implements Step {
    private final TlsFront front;
    private final ServerContexts contexts;

    TlsStep(TlsFront front, ServerContexts contexts) {
        this.front = front;
        this.contexts = contexts;
    }

    @Override
    public void enter(Arrival arrival, ChannelPipeline channel) {
        channel.addLast(new HelloHandler(new Handshake(arrival, front, contexts)));
    }
}
