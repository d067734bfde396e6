package dev.sluice.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class AcceptQueueTest {
    private static final String HEADING =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid";

    @Test
    void listeningSocketsOfThePortsCountAndNothingElse() {
        List<String> lines = List.of(
                HEADING,
                "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 1677 1",
                "   1: 00000000:20FB 00000000:0000 0A 00000000:00000010 00:00000000 00000000     0        0 1678 1",
                "   2: 0100007F:1F91 00000000:0000 0A 00000000:00000007 00:00000000 00000000     0        0 1679 1",
                "   3: 0100007F:1F90 0100007F:C350 01 00000000:00000009 00:00000000 00000000     0        0 1680 1",
                "");
        assertThat(AcceptQueue.waiting(lines.stream(), Set.of(8080, 8443))).isEqualTo(3 + 16);
        assertThat(AcceptQueue.waiting(lines.stream(), Set.of(80))).isZero();
    }

    @Test
    void whatNobodyAcceptsIsCountedUnlessSomebodyElseDoes() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "the system does not tell");
        try (ServerSocket listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                Socket one = new Socket(listening.getInetAddress(), listening.getLocalPort());
                Socket two = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
            assertThat(one.isConnected() && two.isConnected()).isTrue();
            int port = listening.getLocalPort();
            Awaitility.await().until(() -> AcceptQueue.waiting(Set.of(port)) == 2);
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            Abandoned abandoned = new Abandoned(registry);
            InetSocketAddress address = (InetSocketAddress) listening.getLocalSocketAddress();
            abandoned.count(List.of(address));
            assertThat(counted(registry)).isEqualTo(2);
            abandoned.handedOver();
            abandoned.count(List.of(address));
            assertThat(counted(registry)).isEqualTo(2);
        }
    }

    private static double counted(SimpleMeterRegistry registry) {
        return registry.get("sluice.listener.connections.abandoned").counter().count();
    }
}
