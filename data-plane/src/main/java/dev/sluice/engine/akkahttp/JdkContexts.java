package dev.sluice.engine.akkahttp;

import dev.sluice.identity.KeyedChain;
import dev.sluice.tls.ClientVerification;
import dev.sluice.tls.JdkTls;
import dev.sluice.tls.Offer;
import dev.sluice.tls.PeerTrust;
import dev.sluice.tls.Terms;
import dev.sluice.tls.TlsSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's TLS for an {@link Offer}, when the first client comes for it. Safe for every lane. */
final class JdkContexts {
    private static final String HTTP_1 = "http/1.1";

    private final TlsSettings settings;

    JdkContexts(TlsSettings settings) {
        this.settings = settings;
        JdkTls.refuseRenegotiation();
    }

    /** For one connection, the server's end of it. */
    SSLEngine engine(Offer offer) {
        SSLContext context = offer.spoken(SSLContext.class, this::make);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(versions(offer.terms()));
        parameters.setCipherSuites(ciphers(offer.terms(), Set.of(engine.getSupportedCipherSuites())));
        parameters.setUseCipherSuitesOrder(true);
        ClientVerification clients = offer.terms().clients();
        if (clients != null) {
            boolean needed = clients.verdict() == ClientVerification.Verdict.IN_HANDSHAKE;
            parameters.setNeedClientAuth(needed);
            if (!needed) {
                parameters.setWantClientAuth(true);
            }
        }
        engine.setSSLParameters(parameters);
        // A client that offers other protocols only is spoken with all the same, without agreeing on one (RFC 7301).
        engine.setHandshakeApplicationProtocolSelector((of, offered) -> offered.contains(HTTP_1) ? HTTP_1 : "");
        return engine;
    }

    private SSLContext make(Offer offer) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            ClientVerification clients = offer.terms().clients();
            @Nullable
            TrustManager[] trusts = clients == null ? null : new TrustManager[] {PeerTrust.ofClients(clients)};
            context.init(keys(offer.chain()).getKeyManagers(), trusts, null);
            context.getServerSessionContext()
                    .setSessionTimeout((int) settings.sessionLife().toSeconds());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(offer + " cannot be spoken with: " + e, e);
        }
    }

    private static KeyManagerFactory keys(KeyedChain chain) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "own", chain.key(), new char[0], chain.chain().toArray(java.security.cert.Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory;
    }

    private String[] versions(Terms terms) {
        String least = terms.leastVersion();
        return settings.versions().stream()
                .filter(version -> least == null || version.compareTo(least) >= 0)
                .toArray(String[]::new);
    }

    /** Those of TLS 1.3 are not for hosts to choose; names that the JDK does not know are passed over. */
    private String[] ciphers(Terms terms, Set<String> supported) {
        List<String> asked =
                terms.ciphers().stream().filter(supported::contains).toList();
        return Stream.concat(
                        settings.ciphers().stream()
                                .filter(supported::contains)
                                .filter(name -> asked.isEmpty() || !name.contains("_WITH_")),
                        asked.stream())
                .toArray(String[]::new);
    }
}
