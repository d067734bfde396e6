package dev.sluice.engine.netty;

import dev.sluice.tls.ClientHello;
import dev.sluice.tls.HelloReader;
import dev.sluice.tls.MalformedClientHello;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Gathers the client's first message, however it is split into records and packets, and passes it on unread. */
final class HelloHandler extends SslClientHelloHandler<ClientHello> {
    private final Handshake handshake;

    HelloHandler(Handshake handshake) {
        super(HelloReader.MAX_HELLO_BYTES);
        this.handshake = handshake;
    }

    @Override
    protected Future<ClientHello> lookup(ChannelHandlerContext context, @Nullable ByteBuf hello)
            throws NotSslRecordException {
        if (hello == null) {
            throw new NotSslRecordException("the first record is no handshake");
        }
        try {
            return context.executor()
                    .newSucceededFuture(ClientHello.read(hello.nioBuffer(hello.readerIndex(), hello.readableBytes())));
        } catch (MalformedClientHello e) {
            return context.executor().newFailedFuture(e); // thrown, Netty would ask again, without a hello
        }
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext context, Future<ClientHello> found) {
        if (found.isSuccess()) {
            handshake.answer(found.getNow(), this, context.pipeline());
        } else {
            handshake.failed(found.cause());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            handshake.failed(null); // a client that sends no more says no more of its hello
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        handshake.failed(null);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        handshake.failed(cause);
    }
}
