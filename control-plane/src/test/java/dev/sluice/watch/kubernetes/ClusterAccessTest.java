package dev.sluice.watch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAccessTest {
    private static final String KUBECONFIG = """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "https://api.example.com:6443", insecure-skip-tls-verify: true}}]
            users: [{name: u, user: {token: t}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            """;

    @TempDir
    Path directory;

    @Test
    void aKubeconfigIsUsed() throws Exception {
        Path file = Files.writeString(directory.resolve("config"), KUBECONFIG + "current-context: x\n");
        Config config = ClusterAccess.fromFile(file);
        assertThat(config.getMasterUrl()).isEqualTo("https://api.example.com:6443/");
        assertThat(config.getAutoOAuthToken()).isEqualTo("t");
    }

    @Test
    void aMissingKubeconfigIsNamed() {
        Path file = directory.resolve("nowhere");
        assertThatThrownBy(() -> ClusterAccess.fromFile(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kubeconfig '" + file + "': expected a file that can be read");
    }

    @Test
    void aKubeconfigThatIsNoneIsNamed() throws Exception {
        for (String text :
                new String[] {"", "kind: [", "just a text", KUBECONFIG, KUBECONFIG + "current-context: y\n"}) {
            Path file = Files.writeString(directory.resolve("config"), text);
            assertThatThrownBy(() -> ClusterAccess.fromFile(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("expected");
        }
    }

    @Test
    void inAPodTheServiceAccountIsUsedAndItsTokenReadFromItsFile() throws Exception {
        Files.writeString(directory.resolve("token"), "secret-token\n");
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443");
        Config config = ClusterAccess.inCluster(environment, directory);
        assertThat(config.getMasterUrl()).isEqualTo("https://[fd00::1]:6443/");
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("secret-token");
    }

    @Test
    void outsideAPodWithoutKubeconfigItIsSaidWhatIsMissing() {
        assertThatThrownBy(() -> ClusterAccess.inCluster(Map.of(), directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--kubeconfig")
                .hasMessageContaining("KUBERNETES_SERVICE_HOST");
    }
}
