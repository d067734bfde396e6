package dev.sluice.bench.load.client;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

/**
 * TLS 1.3 of the generators, without resumption, keys agreed upon by X25519: BoringSSL would offer a hybrid with ML-KEM as well,
 * which costs as much again and which OpenSSL 3.0 of nginx and HAProxy does not know. That there was none is counted and not believed: a server sends its certificate
 * in full handshakes only (RFC 8446, section 2.2), and each that came is counted.
 */
final class ClientTls {
    private final LongAdder certificates = new LongAdder();
    private final SslContext context;

    ClientTls() throws SSLException {
        this.context = SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3")
                .trustManager(new Counting(certificates))
                .endpointIdentificationAlgorithm("")
                .option(OpenSslContextOption.GROUPS, new String[] {"X25519"})
                .build();
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setSessionCacheEnabled(false);
        }
    }

    SslContext context() {
        return context;
    }

    /** Full handshakes so far. */
    long fullHandshakes() {
        return certificates.sum();
    }

    private record Counting(LongAdder certificates) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String algorithm) {
            throw new IllegalStateException("a client has no clients");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm) {
            certificates.increment(); // whether to trust one is not measured
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
