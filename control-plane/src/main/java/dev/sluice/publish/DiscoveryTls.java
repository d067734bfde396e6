package dev.sluice.publish;

import dev.sluice.identity.Credentials;
import dev.sluice.identity.InvalidCredentials;
import dev.sluice.wire.tls.MutualTls;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what protects the stream, and tells what becomes of its files. */
final class DiscoveryTls {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryTls.class);

    private DiscoveryTls() {}

    /**
     * Empty for plain text.
     *
     * @param renewed is run when other credentials are in force
     * @throws IllegalArgumentException naming the file that is missing or cannot be used
     */
    static Optional<MutualTls> open(DiscoverySecurity security, Meters meters, InstantSource clock, Runnable renewed) {
        if (security.files().isEmpty()) {
            return Optional.empty();
        }
        try {
            MutualTls tls =
                    MutualTls.server(security.files().get(), security.reload(), clock, new Told(meters, renewed));
            meters.tlsExpires(tls::expiresAt, clock);
            if (tls.expiresAt().isBefore(clock.instant())) {
                LOG.warn("No data plane will believe the certificate of the stream: it ended at {}", tls.expiresAt());
            }
            return Optional.of(tls);
        } catch (InvalidCredentials e) {
            throw new IllegalArgumentException("sluice.control-plane.discovery.tls: " + e.getMessage(), e);
        }
    }

    private record Told(Meters meters, Runnable then) implements MutualTls.Observer {
        @Override
        public void renewed(Credentials credentials) {
            meters.tlsReloaded("renewed");
            LOG.info("Data planes that connect from now on are met as {}", credentials);
            then.run();
        }

        @Override
        public void broken(String reason) {
            meters.tlsReloaded("broken");
            LOG.warn("New TLS files of the stream cannot be used, those before stay in force: {}", reason);
        }
    }
}
