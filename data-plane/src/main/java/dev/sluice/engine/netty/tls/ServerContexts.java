package dev.sluice.engine.netty.tls;

import dev.sluice.tls.ClientVerification;
import dev.sluice.tls.JdkTls;
import dev.sluice.tls.Offer;
import dev.sluice.tls.PeerTrust;
import dev.sluice.tls.Terms;
import dev.sluice.tls.TlsFront;
import dev.sluice.tls.TlsSettings;
import io.netty.handler.ssl.CipherSuiteConverter;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Makes what speaks for an {@link Offer}, when the first client comes for it. Safe for every lane. */
public final class ServerContexts {
    /**
     * Sessions that a certificate's context remembers by their ids, for clients of TLS 1.2 that take no tickets (load balancers that
     * encrypt anew, for one). Netty's own bound of 20,480 is 20 MB a certificate, for anybody to fill.
     */
    private static final int SESSIONS = 1024;

    private final TlsFront front;
    private final SslProvider provider;
    private final List<String> protocols;

    /** @param protocols of ALPN, in order of preference */
    public ServerContexts(TlsFront front, SslProvider provider, List<String> protocols) {
        this.front = front;
        this.provider = provider;
        this.protocols = List.copyOf(protocols);
        JdkTls.refuseRenegotiation(); // BoringSSL knows no other way
    }

    /** Ready for one more connection. */
    public ServerContext context(Offer offer) {
        ServerContext context = offer.spoken(ServerContext.class, this::make);
        if (front.settings().tickets()) {
            context.seal(front.sealing().secrets());
        }
        return context;
    }

    private ServerContext make(Offer offer) {
        try {
            return new ServerContext(build(offer), use(offer));
        } catch (SSLException | GeneralSecurityException e) {
            throw new IllegalStateException(offer + " cannot be spoken with: " + e, e);
        }
    }

    private SslContext build(Offer offer) throws SSLException {
        TlsSettings settings = front.settings();
        SslContextBuilder builder = SslContextBuilder.forServer(
                        offer.chain().key(), offer.chain().chain())
                .sslProvider(provider)
                .protocols(versions(settings, offer.terms()))
                .ciphers(ciphers(settings, offer.terms()), SupportedCipherSuiteFilter.INSTANCE)
                .sessionCacheSize(SESSIONS)
                .sessionTimeout(settings.sessionLife().toSeconds())
                .applicationProtocolConfig(Alpn.of(protocols));
        ClientVerification clients = offer.terms().clients();
        if (clients != null) {
            builder.trustManager(PeerTrust.ofClients(clients))
                    .clientAuth(
                            clients.verdict() == ClientVerification.Verdict.IN_HANDSHAKE
                                    ? ClientAuth.REQUIRE
                                    : ClientAuth.OPTIONAL);
        }
        return builder.build();
    }

    private static List<String> versions(TlsSettings settings, Terms terms) {
        String least = terms.leastVersion();
        return settings.versions().stream()
                .filter(version -> least == null || version.compareTo(least) >= 0)
                .toList();
    }

    /** Those of TLS 1.3 are not for hosts to choose. */
    private static List<String> ciphers(TlsSettings settings, Terms terms) {
        if (terms.ciphers().isEmpty()) {
            return settings.ciphers();
        }
        return Stream.concat(
                        settings.ciphers().stream().filter(name -> !name.contains("_WITH_")),
                        terms.ciphers().stream().map(ServerContexts::iana))
                .toList();
    }

    private static String iana(String name) {
        String known = name.startsWith("TLS_") ? name : CipherSuiteConverter.toJava(name, "TLS");
        return known == null ? name : known;
    }

    /** Tickets are for one certificate, and for one demand on clients. */
    private static String use(Offer offer) throws GeneralSecurityException {
        List<String> parts = new ArrayList<>();
        parts.add("sluice session tickets");
        parts.add(HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(offer.chain().leaf().getEncoded())));
        ClientVerification clients = offer.terms().clients();
        parts.add(clients == null ? "" : clients.verdict() + " " + clients.digest());
        return String.join("\n", parts);
    }
}
