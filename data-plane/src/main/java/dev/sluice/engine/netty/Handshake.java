package dev.sluice.engine.netty;

import dev.sluice.engine.netty.tls.ServerContext;
import dev.sluice.engine.netty.tls.ServerContexts;
import dev.sluice.tls.ClientHello;
import dev.sluice.tls.HandshakeEnd;
import dev.sluice.tls.Offer;
import dev.sluice.tls.Passthrough;
import dev.sluice.tls.SecuredClient;
import dev.sluice.tls.Termination;
import dev.sluice.tls.TlsAlert;
import dev.sluice.tls.TlsAnswer;
import dev.sluice.tls.TlsFront;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** One handshake: who answers it, and how it ended, which is told once. */
final class Handshake {
    private final Arrival arrival;
    private final TlsFront front;
    private final ServerContexts contexts;
    private final long beganNanos;
    private final long beganMillis = System.currentTimeMillis();
    private boolean told;
    private boolean completed;

    Handshake(Arrival arrival, TlsFront front, ServerContexts contexts) {
        this.arrival = arrival;
        this.front = front;
        this.contexts = contexts;
        this.beganNanos = arrival.lane().nanoTime();
    }

    /** Puts what the host of the hello speaks with in the place of the one who has read it. */
    void answer(ClientHello hello, HelloHandler reader, ChannelPipeline channel) {
        TlsAnswer answer = front.answer(arrival.binding().logicalPort(), hello.name());
        switch (answer) {
            case null -> refuse(HandshakeEnd.UNKNOWN_NAME, channel);
            case Termination host -> terminate(host, hello, reader, channel);
            case Passthrough through -> pass(hello, reader, channel);
        }
    }

    private void terminate(Termination host, ClientHello hello, HelloHandler reader, ChannelPipeline channel) {
        Offer offer = host.choose(hello, front.selfSigned());
        if (offer == null) {
            refuse(HandshakeEnd.UNKNOWN_NAME, channel);
            return;
        }
        ServerContext context = contexts.context(offer);
        SslHandler tls = context.handler(channel.channel().alloc());
        channel.addLast(new TlsEvents(this, host, hello.name().toString(), context, tls));
        channel.replace(reader, "tls", tls);
    }

    /** What has been read of the connection is read again, by nobody but the backend. */
    private void pass(ClientHello hello, HelloHandler reader, ChannelPipeline channel) {
        completed = true;
        ended(HandshakeEnd.PASSED_THROUGH);
        StreamHandler handler = StreamHandler.ofClient(arrival.lane());
        arrival.taken();
        channel.addLast(handler);
        StreamChannel stream = handler.stream();
        stream.tell(arrival.pipeline().passed(stream, arrival.connection(), hello.name(), arrival.lane()));
        channel.remove(reader);
    }

    private void refuse(HandshakeEnd why, ChannelPipeline channel) {
        ended(why);
        channel.channel()
                .writeAndFlush(Unpooled.wrappedBuffer(TlsAlert.UNRECOGNIZED_NAME.record()))
                .addListener(sent -> channel.channel().close());
    }

    /** The connection is the protocol's now. */
    void complete(Termination host, String serverName, ServerContext context, SslHandler tls) {
        SecuredClient client = SecuredClient.of(host, tls.engine().getSession(), serverName);
        if (!client.admitted()) {
            ended(HandshakeEnd.CLIENT_CERTIFICATE);
            arrival.close();
            return;
        }
        completed = true;
        ended(context.resumed(tls.engine(), beganMillis) ? HandshakeEnd.RESUMED : HandshakeEnd.FULL);
        arrival.secured(client, tls.applicationProtocol());
        arrival.proceed();
    }

    void failed(@Nullable Throwable cause) {
        ended(HandshakeFailure.of(cause, arrival.expired()));
        arrival.close();
    }

    private void ended(HandshakeEnd end) {
        if (!told) {
            told = true;
            front.observer().ended(end, arrival.lane().nanoTime() - beganNanos);
        }
    }

    /** Whether the connection is the protocol's. */
    boolean completed() {
        return completed;
    }
}
