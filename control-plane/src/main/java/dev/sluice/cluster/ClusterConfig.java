package dev.sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sluice.cluster.ClusterSettings.Security;
import java.util.HashMap;
import java.util.Map;

/** The configuration of a cluster system. */
final class ClusterConfig {
    private static final String TLS = "akka.remote.artery.ssl.";
    private static final String ROTATING = TLS + "rotating-keys-engine.";

    private ClusterConfig() {}

    /**
     * @param port bound by an earlier incarnation, else the one that is configured
     * @param platform what follows from how the others are found
     * @param rest defaults
     */
    static Config of(ClusterSettings settings, int port, Config platform, Config rest) {
        Map<String, Object> values = new HashMap<>();
        values.put("akka.remote.artery.canonical.hostname", settings.host());
        values.put("akka.remote.artery.canonical.port", port);
        values.put(
                "akka.coordinated-shutdown.default-phase-timeout",
                settings.leaveLimit().dividedBy(2));
        security(settings.security(), values);
        return ConfigFactory.parseMap(values, "cluster settings")
                .withFallback(platform)
                .withFallback(rest);
    }

    private static void security(Security security, Map<String, Object> values) {
        if (security instanceof Security.MutualTls tls) {
            values.put("akka.remote.artery.transport", "tls-tcp");
            values.put(TLS + "ssl-engine-provider", "akka.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
            values.put(ROTATING + "key-file", tls.key());
            values.put(ROTATING + "cert-file", tls.certificate());
            values.put(ROTATING + "ca-cert-file", tls.ca());
            values.put(ROTATING + "ssl-context-cache-ttl", tls.reload());
        }
    }
}
