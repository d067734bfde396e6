package dev.sluice.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.sluice.cluster.ClusterSettings;
import dev.sluice.cluster.ClusterSettings.Finding.Service;
import dev.sluice.cluster.ClusterSettings.Security;
import dev.sluice.cluster.Replica;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replicas in one JVM that find each other by an API server, and whose leader holds its Lease. */
final class KubernetesPlatformTest {
    private final ApiServerMock api = new ApiServerMock();
    private final int managementPort = freePort();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void replicasFindEachOtherThoughNoneIsReadyAndOneLeadsWithTheLease() {
        api.endpoints("one", "127.0.0.21", "127.0.0.22");
        api.endpoints("two", "127.0.0.23");
        try (Replica first = replica("127.0.0.21", 3);
                Replica second = replica("127.0.0.22", 3);
                Replica third = replica("127.0.0.23", 3)) {
            List<Replica> all = List.of(first, second, third);
            all.forEach(replica -> replica.awaitUp(3));
            Replica leader = leader(all);
            assertThat(holder()).contains(leader.address());
            leader.close();
            assertThat(leader.leadership.leading()).isFalse();
            Replica next = leader(all.stream().filter(one -> one != leader).toList());
            assertThat(holder()).contains(next.address());
        }
    }

    @Test
    void whileTheApiServerIsAwayNobodyLeads() {
        api.endpoints("one", "127.0.0.24");
        try (Replica only = replica("127.0.0.24", 1)) {
            only.awaitLeading(true);
            api.server.shutdown();
            only.awaitLeading(false);
            Awaitility.await().atMost(Replica.LIMIT).until(() -> only.turns.contains(false));
            only.awaitUp(1);
            assertThat(only.part.incarnations()).isEqualTo(1);
        }
    }

    private String holder() {
        return api.lease("sluice-leader").getSpec().getHolderIdentity();
    }

    private static Replica leader(List<Replica> among) {
        Awaitility.await().atMost(Replica.LIMIT).until(() -> leading(among).count() == 1);
        return leading(among).findFirst().orElseThrow();
    }

    private static Stream<Replica> leading(List<Replica> among) {
        return among.stream().filter(replica -> replica.leadership.leading());
    }

    private Replica replica(String host, int required) {
        Service service = ApiServerMock.service(required, managementPort);
        ClusterSettings settings = Replica.settings(host, new Security.PlainText());
        return new Replica(settings, new KubernetesPlatform(settings, service, api.client), ConfigFactory.empty());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.21"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
