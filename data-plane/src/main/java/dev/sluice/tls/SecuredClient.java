package dev.sluice.tls;

import dev.sluice.http.ClientCertificate;
import dev.sluice.http.TlsSession;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The client of one connection within TLS, and what it has proved: measured when the handshake is made, and again whenever its host
 * measures by something else. Confined to the connection's lane.
 */
public final class SecuredClient {
    private final List<X509Certificate> chain;
    private TlsSession session;
    private Terms terms;
    private @Nullable ClientVerification measuredBy;

    private SecuredClient(List<X509Certificate> chain, TlsSession session, Terms terms) {
        this.chain = chain;
        this.session = session;
        this.terms = terms;
        this.measuredBy = terms.clients();
    }

    /**
     * Of a handshake that is made.
     *
     * @param host that answered it
     * @param serverName that the client asked for; empty if it named none
     */
    public static SecuredClient of(Termination host, SSLSession session, String serverName) {
        ClientVerification clients = host.terms().clients();
        List<X509Certificate> chain = clients == null ? List.of() : chain(session);
        return new SecuredClient(
                chain,
                new TlsSession(
                        session.getProtocol(),
                        session.getCipherSuite(),
                        serverName,
                        Optional.of(host.key()),
                        host.ownAuthoritiesOnly(),
                        clients == null ? ClientCertificate.NONE : Shown.judged(chain, clients)),
                host.terms());
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

    /** As it stands; a client that is measured again has another one from then on. */
    public TlsSession session() {
        return session;
    }

    /** Whether the handshake may stand. */
    public boolean admitted() {
        return terms.admit(session.client());
    }

    /**
     * Whether the host that answered the handshake takes requests of this client on the terms that it has now. One comparison,
     * unless the host has changed; about a millisecond once, if it measures clients by something else.
     *
     * @param host the one of the handshake, in the state that is served
     */
    public boolean admittedBy(Termination host) {
        if (host.terms() != terms) {
            terms = host.terms();
            measure(terms.clients());
        }
        return admitted();
    }

    private void measure(@Nullable ClientVerification by) {
        if (by == null || by.measuresAs(measuredBy)) {
            return;
        }
        measuredBy = by;
        ClientCertificate now = Shown.judged(chain, by);
        boolean wasGood = !(session.client() instanceof ClientCertificate.Unverified);
        session = session.with(
                now instanceof ClientCertificate.Unverified(var shown, String why) && wasGood
                        ? new ClientCertificate.Lapsed(shown, why)
                        : now);
    }

    @Override
    public String toString() {
        return session.version() + " for " + session.serverName();
    }
}
