package dev.sluice.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Lets certificates of clients through the handshake, if it is not for the handshake to judge them. */
public final class ClientTrust extends X509ExtendedTrustManager {
    private final ClientVerification verification;

    public ClientTrust(ClientVerification verification) {
        this.verification = verification;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (verification.verdict() == ClientVerification.Verdict.IN_HANDSHAKE) {
            String flaw = verification.flaw(List.of(chain));
            if (flaw != null) {
                throw new CertificateException("client certificate: " + flaw);
            }
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw serversAreNotAskedHere();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw serversAreNotAskedHere();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw serversAreNotAskedHere();
    }

    private static CertificateException serversAreNotAskedHere() {
        return new CertificateException("this is for clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verification.authorities().toArray(X509Certificate[]::new);
    }
}
