package dev.sluice.tls;

import dev.sluice.http.ClientCertificate;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a session's client has shown of itself. */
public final class ShownCertificates {
    private ShownCertificates() {}

    public static ClientCertificate of(@Nullable ClientVerification clients, SSLSession session) {
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
