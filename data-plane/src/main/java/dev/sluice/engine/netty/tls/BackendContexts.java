package dev.sluice.engine.netty.tls;

import dev.sluice.identity.KeyedChain;
import dev.sluice.tls.BackendTls;
import dev.sluice.tls.PeerTrust;
import dev.sluice.tls.TlsSettings;
import dev.sluice.tls.TlsSettings.Provider;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;

/** Makes what speaks TLS with backends, when the first connection is made. Safe for every lane. */
public final class BackendContexts {
    private final Provider provider;

    /** The library is loaded when it is needed. */
    public BackendContexts(Provider provider) {
        this.provider = provider;
    }

    /**
     * For one connection.
     *
     * @param protocols of ALPN; none: it is not spoken of
     */
    public SslHandler handler(BackendTls tls, List<String> protocols, ByteBufAllocator allocator) {
        return tls.spoken(BackendContext.class, one -> make(one, protocols)).handler(allocator);
    }

    private BackendContext make(BackendTls tls, List<String> protocols) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient()
                    .sslProvider(TlsLibrary.of(provider))
                    .protocols(TlsSettings.USUAL.versions())
                    .ciphers(TlsSettings.MODERN_CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .endpointIdentificationAlgorithm(null) // who it must be is not who is asked for: PeerTrust checks
                    .trustManager(PeerTrust.ofBackends(tls));
            KeyedChain own = tls.own();
            if (own != null) {
                builder.keyManager(own.key(), own.chain());
            }
            if (tls.serverName() != null) {
                builder.serverName(new SNIHostName(tls.serverName()));
            }
            if (!protocols.isEmpty()) {
                builder.applicationProtocolConfig(Alpn.of(protocols));
            }
            return new BackendContext(builder.build());
        } catch (SSLException e) {
            throw new IllegalStateException(tls + " cannot be spoken with: " + e, e);
        }
    }
}
