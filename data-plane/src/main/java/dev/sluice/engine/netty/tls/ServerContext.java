package dev.sluice.engine.netty.tls;

import dev.sluice.resource.SecretBytes;
import dev.sluice.tls.TicketSealing;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;

/** One certificate, ready to be spoken with. Its native half ends when nobody names it any more. */
public final class ServerContext {
    private static final Cleaner CLEANER = Cleaner.create();

    private final SslContext context;
    private final String use;
    private volatile long generation;

    /** @param use what no other context's tickets are for */
    ServerContext(SslContext context, String use) {
        this.context = context;
        this.use = use;
        CLEANER.register(this, () -> ReferenceCountUtil.release(context));
    }

    /** For one connection; its handshake has no limit of time of its own. */
    public SslHandler handler(ByteBufAllocator allocator) {
        try {
            SslHandler handler = context.newHandler(allocator);
            handler.setHandshakeTimeoutMillis(0);
            return handler;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Seals tickets with these from now on; cheap if that is what it does already. */
    void seal(TicketSealing.Secrets secrets) {
        if (generation != secrets.generation() && context.sessionContext() instanceof OpenSslSessionContext sessions) {
            generation = secrets.generation();
            sessions.setTicketKeys(
                    secrets.newestFirst().stream().map(this::key).toArray(OpenSslSessionTicketKey[]::new));
        }
    }

    /** Whether a handshake that is made has resumed a session. The JDK tells by the age of the session. */
    public boolean resumed(SSLEngine engine, long beganMillis) {
        return engine instanceof ReferenceCountedOpenSslEngine openssl
                ? SSL.isSessionReused(openssl.sslPointer())
                : engine.getSession().getCreationTime() < beganMillis;
    }

    private OpenSslSessionTicketKey key(SecretBytes secret) {
        byte[] bytes = TicketSealing.key(secret, use);
        return new OpenSslSessionTicketKey(
                Arrays.copyOfRange(bytes, 0, 16), Arrays.copyOfRange(bytes, 16, 32), Arrays.copyOfRange(bytes, 32, 48));
    }
}
