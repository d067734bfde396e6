package dev.sluice.wire.tls;

import dev.sluice.identity.Authorities;
import dev.sluice.identity.CredentialFiles;
import dev.sluice.identity.Credentials;
import dev.sluice.identity.InvalidCredentials;
import dev.sluice.identity.Rotation;
import dev.sluice.identity.TlsFiles;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLException;

/**
 * Both sides show a certificate and verify the other's: TLS 1.3 and nothing older, for both ends are of Sluice. Files are
 * looked at again from time to time; handshakes after a change use the new credentials. Streams that live go on: whether
 * their clients are still vouched for, whoever serves them asks with {@link #authorities}.
 */
public final class MutualTls implements AutoCloseable {
    private static final String PROTOCOL = "TLSv1.3";

    /** A session that is resumed is not verified again, so it must not outlive the authority that vouched for it. */
    private static final Duration SESSION = Duration.ofSeconds(10);

    /** Told what becomes of files that have changed, in a thread of its own. */
    public interface Observer {
        void renewed(Credentials credentials);

        /** The files cannot be used, as {@code reason} says; what was in force stays. Once for each content. */
        void broken(String reason);
    }

    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager trust;
    private final SslContext context;
    private final Rotation rotation;
    private volatile Credentials credentials;
    private volatile Authorities authorities;

    private MutualTls(Side side, TlsFiles files, Duration reload, InstantSource clock, Observer observer)
            throws InvalidCredentials, GeneralSecurityException, IOException {
        CredentialFiles reader = new CredentialFiles(files, clock);
        this.credentials = reader.load();
        this.authorities = Authorities.of(credentials.authorities());
        this.trust = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(side.verification)
                .build();
        use(credentials);
        this.context = side.context(this);
        this.rotation = Rotation.start(reader, reload, new Listener(observer));
    }

    /** Which end of a connection. */
    private enum Side {
        /** Verifies who comes by the certificate; a client has no name that was asked for. */
        SERVER(Verification.CERTIFICATE_ONLY_VERIFICATION) {
            @Override
            SslContext context(MutualTls tls) throws SSLException {
                return built(SslContextBuilder.forServer(tls.keys)
                        .trustManager(tls.trust)
                        .clientAuth(ClientAuth.REQUIRE));
            }
        },
        /** Verifies also that the certificate is for the name that was asked for. */
        CLIENT(Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION) {
            @Override
            SslContext context(MutualTls tls) throws SSLException {
                return built(SslContextBuilder.forClient().keyManager(tls.keys).trustManager(tls.trust));
            }
        };

        private final Verification verification;

        Side(Verification verification) {
            this.verification = verification;
        }

        abstract SslContext context(MutualTls tls) throws SSLException;

        /** The JDK's TLS: it asks both managers at each handshake, which is what renewing them rests on. */
        private static SslContext built(SslContextBuilder builder) throws SSLException {
            return GrpcSslContexts.configure(builder, SslProvider.JDK)
                    .protocols(PROTOCOL)
                    .sessionTimeout(SESSION.toSeconds())
                    .build();
        }
    }

    /**
     * For a control plane: a client must show a certificate that an authority vouches for.
     *
     * @param reload between two looks at the files
     * @throws InvalidCredentials naming the file that is missing or cannot be used
     */
    public static MutualTls server(TlsFiles files, Duration reload, InstantSource clock, Observer observer)
            throws InvalidCredentials {
        return open(Side.SERVER, files, reload, clock, observer);
    }

    /** For a data plane; otherwise as {@link #server}. */
    public static MutualTls client(TlsFiles files, Duration reload, InstantSource clock, Observer observer)
            throws InvalidCredentials {
        return open(Side.CLIENT, files, reload, clock, observer);
    }

    private static MutualTls open(Side side, TlsFiles files, Duration reload, InstantSource clock, Observer observer)
            throws InvalidCredentials {
        try {
            return new MutualTls(side, files, reload, clock, observer);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java platform has no " + PROTOCOL + ": " + e, e);
        }
    }

    /** For the builders of gRPC's channels and servers. */
    public SslContext context() {
        return context;
    }

    /** What is in force. */
    public Credentials credentials() {
        return credentials;
    }

    /** Who may vouch for the other side; never older than those of a handshake that has been made. */
    public Authorities authorities() {
        return authorities;
    }

    /** When what is in force ends. */
    public Instant expiresAt() {
        return credentials.expiresAt();
    }

    /** Does not look at the files any more; connections go on. */
    @Override
    public void close() {
        rotation.close();
    }

    private void use(Credentials next) throws GeneralSecurityException, IOException {
        authorities = Authorities.of(next.authorities()); // first: whom handshakes believe is to be believed by all
        keys.updateIdentityCredentials(next.chain().toArray(X509Certificate[]::new), next.key());
        trust.updateTrustCredentials(next.authorities().toArray(X509Certificate[]::new));
        credentials = next;
    }

    private final class Listener implements Rotation.Listener {
        private final Observer observer;

        Listener(Observer observer) {
            this.observer = observer;
        }

        @Override
        public void renewed(Credentials next) {
            try {
                use(next);
                observer.renewed(next);
            } catch (GeneralSecurityException | IOException e) {
                observer.broken("the authorities cannot be used: " + e.getMessage());
            }
        }

        @Override
        public void broken(String reason) {
            observer.broken(reason);
        }
    }

    @Override
    public String toString() {
        return "mutual TLS as " + credentials;
    }
}
