package dev.sluice.engine.netty.tls;

import dev.sluice.tls.BackendTls;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Measures the certificates of backends against what is expected of them. */
final class BackendTrust extends X509ExtendedTrustManager {
    private final BackendTls tls;

    BackendTrust(BackendTls tls) {
        this.tls = tls;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        String flaw = tls.flaw(List.of(chain));
        if (flaw != null) {
            throw new CertificateException(flaw);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw clientsAreNotAskedHere();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw clientsAreNotAskedHere();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw clientsAreNotAskedHere();
    }

    private static CertificateException clientsAreNotAskedHere() {
        return new CertificateException("this is for backends");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
