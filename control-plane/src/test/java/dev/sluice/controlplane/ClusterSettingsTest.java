package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cluster.ClusterSettings;
import dev.sluice.cluster.ClusterSettings.Finding;
import dev.sluice.cluster.ClusterSettings.Security;
import dev.sluice.settings.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterSettingsTest {
    @TempDir
    Path directory;

    @Test
    void withoutMoreAReplicaIsAlone() {
        ClusterSettings settings = Running.settings(Map.of()).cluster();
        assertThat(settings.enabled()).isFalse();
        assertThat(settings.finding()).isEqualTo(new Finding.Founding());
        assertThat(Running.settings(Map.of()).replicaName()).isNotBlank();
    }

    @Test
    void theOthersAreListedOrFoundByAService() {
        assertThat(cluster(Map.of("seed-nodes", "10.0.0.1:25520, 10.0.0.2:25520"))
                        .finding())
                .isEqualTo(new Finding.Seeds(List.of("10.0.0.1:25520", "10.0.0.2:25520")));
        assertThat(cluster(Map.of("service.name", "sluice-cluster", "service.namespace", "ingress"))
                        .finding())
                .isEqualTo(new Finding.Service("ingress", "sluice-cluster", 2, 8558));
    }

    @Test
    void plainTextBeyondLoopbackMustBeAllowedByName() {
        assertThatThrownBy(() -> cluster(Map.of("enabled", true, "host", "192.0.2.1")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("cluster.host = 192.0.2.1")
                .hasMessageContaining("tls.key, tls.certificate and tls.ca")
                .hasMessageContaining("plain-text = allowed");
        assertThat(cluster(Map.of("enabled", true, "host", "192.0.2.1", "plain-text", "allowed"))
                        .security())
                .isEqualTo(new Security.PlainText());
        assertThat(cluster(Map.of("enabled", true, "host", "127.0.0.2")).security())
                .isEqualTo(new Security.PlainText());
    }

    @Test
    void keyCertificateAndCaGoTogether() throws Exception {
        String key = Files.createFile(directory.resolve("tls.key")).toString();
        String certificate = Files.createFile(directory.resolve("tls.crt")).toString();
        String ca = Files.createFile(directory.resolve("ca.crt")).toString();
        assertThat(cluster(Map.of(
                                "enabled", true,
                                "host", "192.0.2.1",
                                "tls.key", key,
                                "tls.certificate", certificate,
                                "tls.ca", ca))
                        .security())
                .isEqualTo(new Security.MutualTls(key, certificate, ca, Duration.ofMinutes(1)));
        assertThatThrownBy(() -> cluster(Map.of("tls.key", key, "tls.certificate", certificate)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("cluster.tls.ca")
                .hasMessageContaining("go together");
    }

    @ParameterizedTest
    @CsvSource({
        "port, 70000, expected a whole number from 0 to 65535",
        "seed-nodes, host, expected HOST:PORT",
        "seed-nodes, 'a:1,b:x', expected HOST:PORT",
        "seed-nodes, a:0, expected HOST:PORT",
        "plain-text, always, 'expected one of loopback, allowed'",
        "service.required, 0, expected a whole number from 1 to 100",
        "service.management-port, 0, expected a whole number from 1 to 65535",
        "tls.key, /nowhere/tls.key, expected a PEM file that can be read",
        "restart.least, 0s, expected a duration from 0.001s",
        "leave-timeout, 2m, expected a duration from 1s to 1m",
        "leases.ttl, 6s, expected a duration from 7s",
        "leases.renew, 0s, expected a duration from 0.1s",
        "sharing.memory-count, 0, expected a whole number from 1 to 100000",
        "sharing.memory-size, 64 MiB, expected",
        "leases.prefix, Sluice_1, expected a name of lower case letters",
    })
    void anImpossibleValueIsNamedWithWhatWasExpected(String key, String value, String expected) {
        Map<String, Object> values = new HashMap<>(Map.of("service.namespace", "ingress", key, value));
        if (key.startsWith("service")) {
            values.put("service.name", "sluice-cluster");
        }
        assertThatThrownBy(() -> cluster(values))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("sluice.control-plane.cluster." + key + " = ")
                .hasMessageContaining(expected);
    }

    @Test
    void aListAndAServiceExcludeEachOther() {
        assertThatThrownBy(() -> cluster(
                        Map.of("seed-nodes", "a:1", "service.name", "sluice-cluster", "service.namespace", "ingress")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("service.name");
    }

    private static ClusterSettings cluster(Map<String, Object> values) {
        Map<String, Object> keys = new HashMap<>();
        values.forEach((key, value) -> keys.put("cluster." + key, value));
        return Running.settings(keys).cluster();
    }
}
