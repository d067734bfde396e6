package dev.sluice.dataplane;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.settings.InvalidSetting;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One data plane takes the ports of another over. */
@Timeout(90)
final class HandoverTest {
    @TempDir
    private Path folder;

    private EdgeRig rig;
    private Path socket;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(Epoll.isAvailable(), "epoll does not work here");
        rig = new EdgeRig();
        socket = folder.resolve("handover");
    }

    @AfterEach
    void stop() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    private DataPlane start(int port, Object... more) throws Exception {
        Object[] all = new Object[more.length + 6];
        System.arraycopy(
                new Object[] {"handover.socket", socket.toString(), "http-port", port, "drain.spread", "500ms"},
                0,
                all,
                0,
                6);
        System.arraycopy(more, 0, all, 6, more.length);
        return rig.startConfigured(all);
    }

    @Test
    void underLoadNothingIsLost() throws Exception {
        try (DataPlane first = start(0, "bind", "127.0.0.1,::1")) {
            assertThat(first.engine()).isEqualTo("netty on epoll");
            InetSocketAddress address = first.httpAddress();
            try (Load load = new Load(24, () -> address)) {
                awaitAnswers(load, 1000);
                try (DataPlane second = start(address.getPort(), "bind", "127.0.0.1,::1")) {
                    first.whenSucceeded().toCompletableFuture().get(20, SECONDS);
                    first.close();
                    awaitAnswers(load, load.answered.get() + 1000);
                    assertThat(second.addresses("http")).isEqualTo(first.addresses("http"));
                    try (DataPlane third = start(address.getPort(), "bind", "127.0.0.1,::1")) {
                        second.whenSucceeded().toCompletableFuture().get(20, SECONDS);
                        second.close();
                        awaitAnswers(load, load.answered.get() + 1000);
                        assertThat(EdgeRig.get(third.addresses("http").get(1))).startsWith("HTTP/1.1 200 ");
                        load.close();
                    }
                }
                assertThat(load.lost).isEmpty();
                assertThat(load.connections.get()).isGreaterThanOrEqualTo(72);
            }
        }
        assertThat(socket).doesNotExist();
    }

    private static void awaitAnswers(Load load, long answers) {
        while (load.answered.get() < answers && load.lost.isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoHasNothingToServeTakesNothing() throws Exception {
        try (DataPlane first = start(0)) {
            assertThatThrownBy(() -> DataPlane.start(
                            EdgeRig.read(rig.settings(
                                    "handover.socket",
                                    socket.toString(),
                                    "http-port",
                                    first.httpAddress().getPort(),
                                    "handover.patience",
                                    "100ms")),
                            "test"))
                    .hasMessageContaining("handover.patience")
                    .hasMessageContaining("the other data plane goes on");
            assertThat(EdgeRig.get(first.httpAddress())).startsWith("HTTP/1.1 200 ");
            assertThat(first.readiness().ready()).isTrue();
        }
    }

    @Test
    void whoTalksNonsenseOrLeavesHalfwayChangesNothing() throws Exception {
        try (DataPlane first = start(0)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            for (String said : new String[] {"", "take 0\n", "take 7\n", "take x\n", "accepting\n", "x".repeat(2000)}) {
                try (SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                    peer.connect(UnixDomainSocketAddress.of(socket));
                    peer.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.US_ASCII)));
                    peer.read(ByteBuffer.allocate(64)); // a greeting, or that it was too much
                }
            }
            assertThat(EdgeRig.get(first.httpAddress())).startsWith("HTTP/1.1 200 ");
            assertThat(first.readiness().ready()).isTrue();
        }
    }

    @Test
    void aFileThatADeadProcessHasLeftIsNobody() throws Exception {
        try (var dead = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        try (DataPlane first = start(0)) {
            assertThat(EdgeRig.get(first.httpAddress())).startsWith("HTTP/1.1 200 ");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aPathThatCannotBeIsNamed() {
        assertThatThrownBy(() -> DataPlane.start(
                        EdgeRig.read(rig.settings(
                                "handover.socket", folder.resolve("none/here").toString())),
                        "test"))
                .hasMessageContaining("handover.socket")
                .hasRootCauseInstanceOf(IOException.class);
        for (String transport : new String[] {"io_uring", "nio"}) {
            assertThatThrownBy(() ->
                            EdgeRig.read(rig.settings("handover.socket", socket.toString(), "transport", transport)))
                    .isInstanceOf(InvalidSetting.class)
                    .hasMessageContaining("transport = " + transport + " (test): expected epoll or auto");
        }
    }
}
