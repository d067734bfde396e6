package dev.sluice.watch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedSecret;
import dev.sluice.watch.SeenEvents;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over TLS and WebSockets against fabric8's mock server, which keeps what it is given. */
class KubernetesWatcherTest {
    private static final WatchKey INGRESSES = new WatchKey(ObjectKind.INGRESS, "");
    private static final ObjectKey WEB = ObjectKey.of(ObjectKind.INGRESS, "default", "web");

    private final SeenEvents events = new SeenEvents();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), true);
    private final KubernetesClient client = server.createClient();
    private final KubernetesWatcher watcher = new KubernetesWatcher(client, KubernetesWatcher.Settings.DEFAULT);

    @AfterEach
    void close() {
        watcher.close();
        client.close();
        server.destroy();
    }

    @Test
    void everyKindSyncsAlsoWhenTheClusterIsEmpty() throws Exception {
        watcher.start(events);
        for (int i = 0; i < watcher.watches().size(); i++) {
            events.await(ObjectEvent.Synced.class, event -> true);
        }
        assertThat(events.taken())
                .extracting(ObjectEvent::watch)
                .containsExactlyInAnyOrderElementsOf(watcher.watches());
    }

    @Test
    void anIngressIsToldWhenMadeChangedAndDeleted() throws Exception {
        watcher.start(events);
        events.awaitSynced(INGRESSES);
        client.resource(ingress("a.example.com")).create();
        assertThat(host(events.awaitApplied(WEB))).isEqualTo("a.example.com");
        client.resource(ingress("b.example.com")).update();
        assertThat(host(events.awaitApplied(WEB))).isEqualTo("b.example.com");
        client.resource(ingress("b.example.com")).delete();
        events.awaitDeleted(WEB);
    }

    @Test
    void whatWasThereBeforeIsListedAndNotToldTwice() throws Exception {
        client.resource(ingress("a.example.com")).create();
        watcher.start(events);
        events.awaitApplied(WEB);
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
        // The mock server repeats every object when a watch begins.
        client.resource(ingress("b.example.com")).update();
        assertThat(host(events.awaitApplied(WEB))).isEqualTo("b.example.com");
    }

    @Test
    void aSecretIsFollowedOverItsLife() throws Exception {
        ObjectKey key = ObjectKey.of(ObjectKind.SECRET, "default", "tls");
        watcher.start(events);
        watcher.follow(Set.of(key));
        events.awaitSynced(new WatchKey(ObjectKind.SECRET, "default/tls"));
        client.resource(secret("other")).create();
        client.resource(secret("tls")).create();
        assertThat(events.awaitApplied(key))
                .isInstanceOfSatisfying(
                        ObservedSecret.class, seen -> assertThat(seen.data()).containsOnlyKeys("key"));
        client.resource(secret("tls")).delete();
        events.awaitDeleted(key);
        assertThat(events.taken())
                .noneMatch(event -> event instanceof ObjectEvent.Applied applied
                        && applied.object().key().name().equals("other"));
    }

    @Test
    void restrictedToANamespaceOnlyItsObjectsAreSeenAndTheClassesOfTheCluster() throws Exception {
        try (KubernetesWatcher restricted =
                new KubernetesWatcher(client, KubernetesWatcher.Settings.DEFAULT.inNamespace("shop"))) {
            assertThat(restricted.watches())
                    .contains(new WatchKey(ObjectKind.INGRESS, "shop"), new WatchKey(ObjectKind.INGRESS_CLASS, ""));
            restricted.start(events);
            events.awaitSynced(new WatchKey(ObjectKind.INGRESS, "shop"));
            client.resource(ingress("a.example.com")).create();
            Ingress other = ingress("b.example.com");
            other.getMetadata().setNamespace("shop");
            client.resource(other).create();
            events.awaitApplied(ObjectKey.of(ObjectKind.INGRESS, "shop", "web"));
            assertThat(events.taken())
                    .noneMatch(event -> event instanceof ObjectEvent.Applied applied
                            && applied.object().key().equals(WEB));
        }
    }

    @Test
    void onlySecretsAndConfigMapsAreFollowed() {
        assertThatThrownBy(() -> watcher.follow(Set.of(WEB)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Ingress default/web");
    }

    private static Secret secret(String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .addToData("key", "b25l")
                .build();
    }

    private static Ingress ingress(String host) {
        return new IngressBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .addNewRule()
                .withHost(host)
                .endRule()
                .endSpec()
                .build();
    }

    private static String host(Object object) {
        return object instanceof ObservedIngress seen
                ? seen.rules().get(0).host().orElse("")
                : "";
    }
}
