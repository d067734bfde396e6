package dev.sluice.engine.netty;

import dev.sluice.http.ClientCertificate;
import dev.sluice.tls.ClientVerification;
import dev.sluice.tls.Shown;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a session's client has shown of itself. */
final class ShownCertificates {
    private ShownCertificates() {}

    static ClientCertificate of(@Nullable ClientVerification clients, SSLSession session) {
        if (clients == null) {
            return ClientCertificate.NONE;
        }
        List<X509Certificate> chain = chain(session);
        return chain.isEmpty() ? ClientCertificate.NONE : Shown.judged(chain, clients);
    }

    private static List<X509Certificate> chain(SSLSession session) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // the client has shown none
        }
        return chain;
    }
}
