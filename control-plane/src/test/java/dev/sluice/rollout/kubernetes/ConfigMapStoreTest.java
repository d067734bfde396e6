package dev.sluice.rollout.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.Digest;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.store.DecisionStore;
import dev.sluice.rollout.store.DecisionStore.Kept;
import dev.sluice.rollout.store.StoreFailure;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConfigMapStoreTest {
    private static final ConfigMapSettings SETTINGS =
            new ConfigMapSettings("sluice", "sluice-decision", 4 << 20, 6 << 20);
    private static final Decision FIRST = Decision.NONE.raised(Cause.NONE);
    private static final Digest ONE = new Digest(1L << 60, 1, 0, 0);
    private static final Digest TWO = new Digest(1L << 61, 2, 0, 0);

    private final KubernetesMockServer crud = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesMockServer scripted = new KubernetesMockServer(false);

    @BeforeEach
    void start() {
        crud.init();
        scripted.init();
    }

    @AfterEach
    void stop() {
        crud.destroy();
        scripted.destroy();
    }

    @Test
    void whatIsWrittenIsReadByAnotherReplica() {
        assertThat(store(crud).read()).isEqualTo(Kept.NOTHING);
        store(crud).write(FIRST, Kept.NOTHING);
        Kept kept = store(crud).read();
        assertThat(kept.decision()).isEqualTo(FIRST);
        store(crud).write(FIRST.raised(Cause.NONE), kept);
        assertThat(store(crud).read().decision().number()).isEqualTo(2);
    }

    @Test
    void whoWritesOverWhatHeHasNotReadIsRefused() {
        store(crud).write(FIRST, Kept.NOTHING);
        assertThat(reason(() -> store(crud).write(FIRST, Kept.NOTHING))).isEqualTo(StoreFailure.Reason.CONFLICT);
        Kept stale = store(crud).read();
        store(crud).write(FIRST.raised(Cause.NONE), stale);
        assertThat(reason(() -> store(crud).write(FIRST.raised(Cause.NONE), stale)))
                .isEqualTo(StoreFailure.Reason.CONFLICT);
    }

    @Test
    void aRightThatIsMissingIsNamed() {
        String path = "/api/v1/namespaces/sluice/configmaps/sluice-decision";
        scripted.expect()
                .get()
                .withPath(path)
                .andReturn(HttpURLConnection.HTTP_FORBIDDEN, "")
                .always();
        assertThat(reason(() -> store(scripted).read())).isEqualTo(StoreFailure.Reason.FORBIDDEN);
        assertThatThrownBy(() -> store(scripted).read())
                .hasMessageContaining("ConfigMap sluice/sluice-decision")
                .hasMessageContaining("403");
    }

    @Test
    void aConfigMapWithoutADecisionIsUnreadableAndNotNothing() {
        ConfigMap empty = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("sluice")
                .withName("sluice-decision")
                .endMetadata()
                .build();
        client(crud).resource(empty).create();
        assertThat(reason(() -> store(crud).read())).isEqualTo(StoreFailure.Reason.UNREADABLE);
    }

    @Test
    void aLargeReleaseIsCutSoThatEachPartFitsAnObject() {
        byte[] large = bytes(3 * ReleaseConfigMaps.PART_BYTES - 7);
        store(crud).putContent(ONE, large);
        List<ConfigMap> parts = parts();
        assertThat(parts)
                .hasSize(3)
                .allSatisfy(part ->
                        assertThat(part.getBinaryData().toString().length()).isLessThan(900_000));
        assertThat(store(crud).content(ONE))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(large));
        store(crud).putContent(ONE, large);
        assertThat(parts()).hasSize(3);
    }

    @Test
    void aReleaseOfWhichAPartIsGoneIsNotThere() {
        store(crud).putContent(ONE, bytes(2 * ReleaseConfigMaps.PART_BYTES));
        client(crud).resource(parts().getLast()).delete();
        assertThat(store(crud).content(ONE)).isEmpty();
        assertThat(store(crud).content(TWO)).isEmpty();
    }

    @Test
    void thereIsABoundForOneAndForAll() {
        assertThatThrownBy(() -> store(crud).putContent(ONE, bytes((4 << 20) + 1)))
                .hasMessageContaining("one release may have 4194304");
        store(crud).putContent(ONE, bytes(4 << 20));
        assertThat(reason(() -> store(crud).putContent(TWO, bytes(3 << 20)))).isEqualTo(StoreFailure.Reason.TOO_LARGE);
    }

    @Test
    void whatNoDecisionNamesIsClearedAfterAWhile() {
        store(crud).putContent(ONE, bytes(10));
        store(crud).putContent(TWO, bytes(10));
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5));
        new ConfigMapStore(client(crud), SETTINGS, later).retain(Set.of(TWO));
        assertThat(store(crud).content(ONE)).isEmpty();
        assertThat(store(crud).content(TWO)).isPresent();
    }

    private List<ConfigMap> parts() {
        return client(crud)
                .configMaps()
                .inNamespace("sluice")
                .withLabel(ReleaseConfigMaps.RELEASE)
                .list()
                .getItems();
    }

    private static DecisionStore store(KubernetesMockServer server) {
        return new ConfigMapStore(client(server), SETTINGS, Clock.systemUTC());
    }

    private static KubernetesClient client(KubernetesMockServer server) {
        KubernetesClient client = server.createClient();
        client.getConfiguration().setRequestRetryBackoffLimit(0);
        return client;
    }

    private static StoreFailure.Reason reason(Runnable work) {
        try {
            work.run();
        } catch (StoreFailure failure) {
            return failure.reason();
        }
        throw new AssertionError("nothing failed");
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
