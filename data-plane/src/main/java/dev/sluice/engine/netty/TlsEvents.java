package dev.sluice.engine.netty;

import dev.sluice.engine.netty.tls.ServerContext;
import dev.sluice.tls.Termination;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Behind Netty's TLS: tells the handshake how it ended, and a protocol that the client's half has. */
final class TlsEvents extends ChannelInboundHandlerAdapter {
    private final Handshake handshake;
    private final Termination host;
    private final String serverName;
    private final ServerContext context;
    private final SslHandler tls;

    TlsEvents(Handshake handshake, Termination host, String serverName, ServerContext context, SslHandler tls) {
        this.handshake = handshake;
        this.host = host;
        this.serverName = serverName;
        this.context = context;
        this.tls = tls;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext channel, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent end
            when end.isSuccess() -> handshake.complete(host, serverName, context, tls);
            case SslHandshakeCompletionEvent end -> handshake.failed(end.cause());
            case ChannelInputShutdownEvent end when !handshake.completed() -> handshake.failed(null);
            // close_notify: nothing more comes, though the connection may stay (RFC 8446 section 6.1)
            case SslCloseCompletionEvent end
            when end.isSuccess() -> channel.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            default -> channel.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        if (handshake.completed()) {
            channel.fireExceptionCaught(cause);
        } else {
            handshake.failed(cause);
        }
    }
}
