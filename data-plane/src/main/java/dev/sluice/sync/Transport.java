package dev.sluice.sync;

import dev.sluice.identity.Credentials;
import dev.sluice.identity.InvalidCredentials;
import dev.sluice.wire.tls.MutualTls;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plain text or mutual TLS for every connection to a control plane. */
final class Transport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private final Optional<MutualTls> tls;

    private Transport(Optional<MutualTls> tls) {
        this.tls = tls;
    }

    /** @throws IllegalArgumentException naming the file that is missing or cannot be used */
    static Transport open(ControlPlaneSecurity security, SyncMeters meters, InstantSource clock) {
        if (security.files().isEmpty()) {
            return new Transport(Optional.empty());
        }
        try {
            MutualTls tls = MutualTls.client(security.files().get(), security.reload(), clock, new Told(meters));
            meters.tlsExpires(tls::expiresAt, clock);
            if (tls.expiresAt().isBefore(clock.instant())) {
                LOG.warn(
                        "No control plane will believe this data plane's certificate: it ended at {}", tls.expiresAt());
            }
            LOG.info("Control planes are followed with {}", tls);
            return new Transport(Optional.of(tls));
        } catch (InvalidCredentials e) {
            throw new IllegalArgumentException("sluice.data-plane.control-plane-tls: " + e.getMessage(), e);
        }
    }

    /** @param verified the host that the other side's certificate must be for */
    NettyChannelBuilder protect(NettyChannelBuilder builder, String verified, int port) {
        if (tls.isEmpty()) {
            return builder.usePlaintext();
        }
        String host = verified.indexOf(':') < 0 ? verified : "[" + verified + "]";
        return builder.sslContext(tls.get().context()).overrideAuthority(host + ":" + port);
    }

    @Override
    public void close() {
        tls.ifPresent(MutualTls::close);
    }

    private record Told(SyncMeters meters) implements MutualTls.Observer {
        @Override
        public void renewed(Credentials credentials) {
            meters.tlsReloaded("renewed");
            LOG.info("The next connection to a control plane is made as {}", credentials);
        }

        @Override
        public void broken(String reason) {
            meters.tlsReloaded("broken");
            LOG.warn("New TLS files cannot be used, those before stay in force: {}", reason);
        }
    }
}
