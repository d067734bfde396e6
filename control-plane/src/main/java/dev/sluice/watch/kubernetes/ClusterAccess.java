package dev.sluice.watch.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach the API server: by a kubeconfig file that was named, else by what Kubernetes gives every pod. A kubeconfig
 * that was not named is never looked for: nobody's current context should be written to by surprise.
 */
public final class ClusterAccess {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final int CONNECT_MILLIS = 10_000;
    private static final int REQUEST_MILLIS = 30_000;

    private ClusterAccess() {}

    /** @throws IllegalArgumentException with one line that names what is missing or wrong */
    public static KubernetesClient connect(Optional<Path> kubeconfig) {
        Config config =
                kubeconfig.isPresent() ? fromFile(kubeconfig.get()) : inCluster(System.getenv(), SERVICE_ACCOUNT);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    static Config fromFile(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("kubeconfig '" + file + "': expected a file that can be read");
        }
        Config config;
        try {
            config = Config.fromKubeconfig(file.toFile());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("kubeconfig '" + file + "': expected a kubeconfig, but: " + e, e);
        }
        if (config.getCurrentContext() == null) {
            throw new IllegalArgumentException(
                    "kubeconfig '" + file + "': expected current-context to name one of its contexts");
        }
        return limited(config);
    }

    static Config inCluster(Map<String, String> environment, Path serviceAccount) {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        Path token = serviceAccount.resolve("token");
        if (host.isEmpty() || !Files.isReadable(token)) {
            throw new IllegalArgumentException("no --kubeconfig, and not in a pod of a cluster: expected "
                    + (host.isEmpty() ? "KUBERNETES_SERVICE_HOST in the environment" : token + " to be readable"));
        }
        String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return limited(new ConfigBuilder(Config.empty())
                .withMasterUrl("https://" + literal + ":" + port)
                .withCaCertFile(serviceAccount.resolve("ca.crt").toString())
                .withOauthTokenProvider(new TokenFile(token)::current)
                .build());
    }

    private static Config limited(Config config) {
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        config.setUserAgent("sluice");
        return config;
    }
}
