package dev.sluice.proxy;

import dev.sluice.identity.KeyedChain;
import dev.sluice.identity.TestAuthority.Issued;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A client that speaks TLS as the JDK does, believes every certificate, and says which one it was shown. */
final class SecureClient extends Wire implements AutoCloseable {
    private final SSLSocket tls;

    private SecureClient(SSLSocket tls) throws IOException {
        super(tls);
        this.tls = tls;
    }

    /** One memory of sessions. */
    static SSLContext context(KeyManager... own) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, new TrustManager[] {new Credulous()}, new SecureRandom());
        return context;
    }

    /** That shows this certificate to whoever asks for one; a server's listener shows it to all. */
    static SSLContext holding(Issued issued) throws Exception {
        KeyedChain own = KeyedChain.read(
                Files.readAllBytes(issued.certificate()), Files.readAllBytes(issued.key()), "tls.crt", "tls.key");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.key(), new char[0], own.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return context(factory.getKeyManagers());
    }

    static SecureClient connect(InetSocketAddress proxy, String serverName) throws Exception {
        return connect(context(), proxy, serverName, parameters -> {});
    }

    /** @param serverName empty sends none */
    static SecureClient connect(
            SSLContext context, InetSocketAddress proxy, String serverName, Consumer<SSLParameters> set)
            throws IOException {
        return over(new Socket(proxy.getAddress(), proxy.getPort()), context, serverName, set);
    }

    static SecureClient over(Socket plain, SSLContext context, String serverName, Consumer<SSLParameters> set)
            throws IOException {
        // The JDK finds a session again by the name and port of the peer.
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "peer", plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(serverName.isEmpty() ? List.of() : List.of(new SNIHostName(serverName)));
        set.accept(parameters);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return new SecureClient(socket);
    }

    /** The subject of the certificate that was shown. */
    String shown() throws IOException {
        X509Certificate leaf = (X509Certificate) tls.getSession().getPeerCertificates()[0];
        return leaf.getSubjectX500Principal().getName();
    }

    SSLSocket tls() {
        return tls;
    }

    Message get(String host, String target) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return read();
    }

    @Override
    public void close() throws IOException {
        tls.close();
    }

    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

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
