package dev.sluice.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Measures the certificates of the other side of a handshake, which is a client or a backend, against what is expected. */
public final class PeerTrust extends X509ExtendedTrustManager {
    private final boolean clients;
    private final Judge judge;
    private final List<X509Certificate> authorities;

    /** Says what is wrong with a chain, the peer's own certificate first. */
    private interface Judge {
        @Nullable
        String flaw(List<X509Certificate> chain);
    }

    private PeerTrust(boolean clients, Judge judge, List<X509Certificate> authorities) {
        this.clients = clients;
        this.judge = judge;
        this.authorities = authorities;
    }

    /** Lets certificates of clients through, if it is not for the handshake to judge them. */
    public static PeerTrust ofClients(ClientVerification verification) {
        boolean here = verification.verdict() == ClientVerification.Verdict.IN_HANDSHAKE;
        return new PeerTrust(
                true,
                chain -> {
                    String flaw = here ? verification.flaw(chain) : null;
                    return flaw == null ? null : "client certificate: " + flaw;
                },
                verification.authorities());
    }

    public static PeerTrust ofBackends(BackendTls tls) {
        return new PeerTrust(false, tls::flaw, List.of());
    }

    /** Whoever is neither asked for nor measured here is refused. */
    private void check(X509Certificate[] chain, boolean ofClient) throws CertificateException {
        if (ofClient != clients) {
            throw new CertificateException("this is for " + (clients ? "clients" : "backends"));
        }
        String flaw = judge.flaw(List.of(chain));
        if (flaw != null) {
            throw new CertificateException(flaw);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, true);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, true);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, true);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, false);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, false);
    }

    /** Those of clients are named in the handshake, so that a client can choose among its certificates. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.toArray(X509Certificate[]::new);
    }
}
