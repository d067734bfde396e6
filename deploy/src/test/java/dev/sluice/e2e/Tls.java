package dev.sluice.e2e;

import dev.sluice.identity.KeyedChain;
import dev.sluice.identity.TestAuthority.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Connections within TLS to a name, which believe every certificate and say whose it is. */
final class Tls {
    private final SSLContext context;

    Tls() throws GeneralSecurityException {
        context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Credulous()}, new SecureRandom());
    }

    /** Of a server that shows this certificate. */
    static SSLContext showing(Issued issued) throws Exception {
        KeyedChain shown = KeyedChain.read(
                Files.readAllBytes(issued.certificate()), Files.readAllBytes(issued.key()), "tls.crt", "tls.key");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", shown.key(), new char[0], shown.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** For clients that speak HTTP themselves. */
    SSLContext context() {
        return context;
    }

    /** A connection whose handshake is a whole one. */
    Wire connect(int port, String host) throws IOException {
        return new Wire(socket(port, host));
    }

    /** A handshake over a connection on which something may have been sent already. */
    Wire over(Socket plain, String host) throws IOException {
        return new Wire(socket(plain, host));
    }

    private SSLSocket socket(int port, String host) throws IOException {
        return socket(new Socket(InetAddress.getLoopbackAddress(), port), host);
    }

    private SSLSocket socket(Socket plain, String host) throws IOException {
        // By another name each time no session is found again.
        String peer = "peer-" + System.nanoTime();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, peer, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** The subject of the certificate that is shown for a host, as in {@code CN=a.example}. */
    String shown(int port, String host) throws IOException {
        return shown(new Socket(InetAddress.getLoopbackAddress(), port), host);
    }

    /** The same over a connection on which something may have been sent already. */
    String shown(Socket plain, String host) throws IOException {
        try (SSLSocket socket = socket(plain, host)) {
            X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return leaf.getSubjectX500Principal().getName();
        }
    }

    Wire.Answer get(int port, String host, String path) throws IOException {
        try (Wire wire = connect(port, host)) {
            return wire.get(host, path);
        }
    }

    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
