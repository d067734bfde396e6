package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.settings.InvalidSetting;
import dev.sluice.settings.Settings;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.translate.ingress.IngressSettings;
import dev.sluice.translate.ingress.PublishedAddresses;
import dev.sluice.watch.kubernetes.Vigilance;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlPlaneSettingsTest {
    @Test
    void theDefaultsAreOnLoopbackAndOfOneNode() {
        ControlPlaneSettings settings =
                ControlPlaneSettings.of(Settings.defaults().config());
        assertThat(settings.discovery().host()).isEqualTo("127.0.0.1");
        assertThat(settings.discovery().port()).isEqualTo(7070);
        assertThat(settings.api().host()).isEqualTo("127.0.0.1");
        assertThat(settings.api().port()).isEqualTo(7080);
        assertThat(settings.cluster().enabled()).isFalse();
        assertThat(settings.vigilance()).isEqualTo(Vigilance.DEFAULT);
        assertThat(settings.translation()).isEqualTo(dev.sluice.translate.Settings.DEFAULT);
    }

    @Test
    void translationIsReadFromTheSameConfiguration() {
        dev.sluice.translate.Settings settings = Running.settings(Map.of(
                        "ingress.controller-class", "k8s.io/ingress-nginx",
                        "ingress.default-backend", "shop/fallback:8080",
                        "publish.status-address", "192.0.2.1,lb.example"))
                .translation();
        assertThat(settings.ingress().controllerClass()).isEqualTo("k8s.io/ingress-nginx");
        assertThat(settings.ingress().defaultBackend())
                .isEqualTo(Optional.of(new IngressSettings.DefaultBackend("shop", "fallback", OptionalInt.of(8080))));
        assertThat(settings.publish())
                .isInstanceOfSatisfying(
                        PublishedAddresses.Listed.class,
                        listed -> assertThat(listed.addresses())
                                .containsExactlyInAnyOrder(
                                        new LoadBalancerAddress("192.0.2.1", ""),
                                        new LoadBalancerAddress("", "lb.example")));
        assertThat(Running.settings(Map.of("publish.service", "sluice/edge"))
                        .translation()
                        .publish())
                .isEqualTo(new PublishedAddresses.OfService("sluice", "edge"));
    }

    @ParameterizedTest
    @CsvSource({
        "discovery.port, 70000, expected a whole number from 0 to 65535",
        "discovery.max-data-planes, none, expected a whole number from 1 to 100000",
        "api.host, '', expected a host name or an address",
        "routes.quiet, 0s, expected a duration from 0.001s",
        "routes.latest, 1ms, expected a duration from 0.01s",
        "streams.max-update-size, 5 MiB, expected a size from 1024 to 3145728 bytes",
        "discovery.host, 0.0.0.0, or --discovery-plaintext",
        "discovery.host, control-plane.example, expected a loopback address",
        "discovery.tls.allowed, '*', expected NAME",
        "discovery.tls.allowed, edge.example, expected certificate, key and client-ca beside it",
        "discovery.tls.reload, 1ms, expected a duration from 0.1s",
        "cluster.sharing.report-interval, 1ms, expected a duration from 0.01s",
        "cluster.sharing.max-size, 2 MiB, expected a size from 4096 to 983040 bytes",
        "cluster.sharing.memory-patience, 0s, expected a duration from 0.1s",
        "receipts.pause, 2s, expected a duration from 0.001s",
        "receipts.max-waiting, 0, expected a whole number from 1 to 100000",
        "receipts.events.burst, 0, expected a whole number from 1 to 10000",
        "receipts.annotations.rest, 2h, expected a duration from 0.001s",
        "rollout.history-count, 0, expected a whole number from 1 to 10000",
        "rollout.staging.error-factor, 0, expected a whole number from 1 to 1000",
        "rollout.staging.soak, never, expected a duration from",
        "rollout.total-size, 1 MiB, expected a size from 8388608",
        "api.access.by, perhaps, expected",
        "api.events.streams, 0, expected a whole number from 1 to 10000",
        "api.events.settle, 2s, expected a duration from 0.001s to 1s",
        "api.events.pace, 2s, expected a duration from 0.001s to 1s",
        "api.events.queue, 0, expected a whole number from 1 to 10000",
        "api.events.remembered, none, expected a whole number from 1 to 100000",
        "api.events.heartbeat, 2m, expected a duration from 0.1s",
        "api.events.longest, 2d, expected a duration from 1s",
        "publish.service, edge, expected NAMESPACE/NAME",
        "ingress.default-backend, a/b:c, expected NAMESPACE/SERVICE",
        "ingress.default-ssl-certificate, tls, expected NAMESPACE/SECRET",
        "ingress.ssl-passthrough, perhaps, expected",
        "discovery.advertise, nowhere, HOST:PORT",
        "freshness.confirm-within, 10ms, 1s",
        "freshness.peer-patience, 0s, 1s",
        "freshness.peer-spacing, 2h, 1h",
        "freshness.proof-life, 0s, 1s",
        "freshness.settle, 2m, 1m",
        "freshness.raise-spacing, 0s, 1s",
        "freshness.watch.probe-after, 31s, from 0.1s to 30s",
        "freshness.watch.probe-after, 0s, 0.1s",
        "freshness.watch.reopen-after, 10s, 20s",
        "freshness.watch.compare-spacing, 0s, 0.1s",
        "freshness.watch.catch-up, 2m, 1m",
        "claim.look, 0s, 0.1s",
        "claim.ttl, 20s, 30s",
        "claim.timeout, 2m, 1m",
        "claim.name, A_B, lower case letters",
        "placement.moves-per-second, 0, 1",
        "placement.patience, 0s, 1s",
        "placement.change-over, 2m, 1m"
    })
    void anImpossibleValueIsNamedWithItsKeyAndWhatWasExpected(String key, String value, String expected) {
        assertThatThrownBy(() -> Running.settings(Map.of(key, value)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("sluice.control-plane." + key + " = ")
                .hasMessageContaining(expected);
    }

    @Test
    void plainTextBeyondLoopbackIsServedWhenItIsAskedForByName() {
        assertThat(Running.settings(Map.of("discovery.host", "0.0.0.0", "discovery.plain-text", true))
                        .discovery()
                        .security()
                        .files())
                .isEmpty();
    }

    @Test
    void tlsWithoutAnybodyAllowedOrBesidePlainTextIsRefused() {
        Map<String, Object> tls = Map.of(
                "discovery.tls.certificate", "a",
                "discovery.tls.key", "b",
                "discovery.tls.client-ca", "c");
        assertThatThrownBy(() -> Running.settings(Map.of("discovery.tls.certificate", "a")))
                .hasMessageContaining("discovery.tls.key = ''")
                .hasMessageContaining("certificate, key, client-ca are set together or not at all");
        assertThatThrownBy(() -> Running.settings(tls))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("discovery.tls.allowed = [] ")
                .hasMessageContaining("expected who may follow");
        Map<String, Object> both = new java.util.HashMap<>(tls);
        both.put("discovery.plain-text", true);
        assertThatThrownBy(() -> Running.settings(both))
                .hasMessageContaining("discovery.plain-text = true")
                .hasMessageContaining("expected false, since discovery.tls is set");
    }

    @Test
    void anUnknownKeyIsNamed() {
        assertThatThrownBy(() -> Running.settings(Map.of("discovery.prot", 1)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("sluice.control-plane.discovery.prot")
                .hasMessageContaining("sluice.control-plane.discovery.port");
    }
}
