package dev.sluice.dataplane;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dataplane.PredecessorDouble.Last;
import dev.sluice.settings.InvalidSetting;
import io.netty.channel.epoll.Epoll;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One data plane takes the ports of another over. */
@Timeout(90)
final class HandoverTest {
    private static final byte[] GET =
            "GET / HTTP/1.1\r\nHost: web.example\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

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
        return start(() -> null, port, more);
    }

    private DataPlane start(Callable<?> first, int port, Object... more) throws Exception {
        Object[] all = new Object[more.length + 6];
        System.arraycopy(
                new Object[] {"handover.socket", socket.toString(), "http-port", port, "drain.spread", "500ms"},
                0,
                all,
                0,
                6);
        System.arraycopy(more, 0, all, 6, more.length);
        return rig.startConfigured(first, all);
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

    /** What waits in the queue of its socket is served, and the one that has the socket does not end for want of a farewell. */
    @Test
    void whoDiesBehindItsSocketsIsSucceeded() throws Exception {
        try (PredecessorDouble dying = new PredecessorDouble(socket, Last.ITS_LISTENER);
                Socket waits = new Socket("127.0.0.1", dying.address().getPort())) {
            waits.setSoTimeout(20_000);
            waits.getOutputStream().write(GET);
            try (DataPlane second = start(dying.address().getPort())) {
                assertThat(new String(waits.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .startsWith("HTTP/1.1 200 ");
                assertThat(EdgeRig.get(second.httpAddress())).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void whoDiesBeforeItPassesAnythingIsNobody() throws Exception {
        try (PredecessorDouble dying = new PredecessorDouble(socket, Last.NOTHING);
                DataPlane second = start(dying.address().getPort())) {
            assertThat(second.httpAddress()).isEqualTo(dying.address());
            assertThat(EdgeRig.get(second.httpAddress())).startsWith("HTTP/1.1 200 ");
        }
    }

    /** The numbers of sockets that a process has closed come to mean others. */
    @Test
    void whatDoesNotListenIsNotTakenForAListener() throws Exception {
        try (PredecessorDouble dying = new PredecessorDouble(socket, Last.A_CONNECTION);
                Socket client = new Socket("127.0.0.1", dying.address().getPort())) {
            dying.awaitConnection();
            try (DataPlane second = start(dying.address().getPort())) {
                assertThat(client.isConnected()).isTrue();
                assertThat(EdgeRig.get(second.httpAddress())).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void whoTakesLeaveWhileItIsWaitedForLeavesItsPlaceToItsSuccessor() throws Exception {
        try (DataPlane first = start(0);
                Socket hanging = new Socket(
                        first.httpAddress().getAddress(), first.httpAddress().getPort())) {
            hanging.getOutputStream()
                    .write("GET /hang HTTP/1.1\r\nHost: web.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            rig.hanging.acquire();
            Callable<?> leave = () -> {
                while (!asked()) {
                    Thread.onSpinWait(); // the second has not come yet, and whoever asks before it would be its rival
                }
                while (!greeting().equals("busy")) {
                    Thread.onSpinWait();
                }
                first.drain();
                while (listens(first.httpAddress())) {
                    Thread.onSpinWait();
                }
                return null;
            };
            try (DataPlane second = start(leave, first.httpAddress().getPort())) {
                assertThat(second.httpAddress()).isEqualTo(first.httpAddress());
                assertThat(EdgeRig.get(second.httpAddress())).startsWith("HTTP/1.1 200 ");
                assertThat(first.whenSucceeded().toCompletableFuture()).isNotDone(); // until what hangs there has ended
            }
        }
    }

    /** Whether anybody has connected to the socket: the kernel lists his end of it under the same path. */
    private boolean asked() throws IOException {
        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/unix"))) {
            return sockets.anyMatch(line -> line.contains(" " + folder + "/") && line.split(" +")[5].equals("03"));
        }
    }

    private String greeting() throws IOException {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            String line = new BufferedReader(Channels.newReader(probe, StandardCharsets.US_ASCII)).readLine();
            return line == null ? "" : line;
        }
    }

    private static boolean listens(InetSocketAddress address) throws IOException {
        try (Socket probe = new Socket(address.getAddress(), address.getPort())) {
            return probe.isConnected();
        } catch (ConnectException refused) {
            return false;
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
