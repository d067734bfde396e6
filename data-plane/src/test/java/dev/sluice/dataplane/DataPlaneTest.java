package dev.sluice.dataplane;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.settings.InvalidSetting;
import dev.sluice.settings.Settings;
import dev.sluice.sync.ControlPlaneAddress;
import dev.sluice.sync.ControlPlaneDouble;
import dev.sluice.sync.Tables;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.Drain;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Explained;
import dev.sluice.wire.v1.FromDataPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole data plane between a control plane, a client and a backend, all on real sockets. */
@Timeout(90)
final class DataPlaneTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private ControlPlaneDouble controlPlane;
    private HttpServer backend;
    private EncodedTable table;

    @BeforeEach
    void start() throws Exception {
        controlPlane = ControlPlaneDouble.start();
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", exchange -> {
            byte[] body = "from the backend".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        backend.start();
        table = Tables.host("web.example", backend.getAddress().getPort());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        backend.stop(0);
        controlPlane.close();
    }

    @Test
    void aRequestGoesFromClientToBackendOnceAStateHasCome() throws Exception {
        try (DataPlane dataPlane = start("netty")) {
            assertThat(admin(dataPlane, "/readyz").statusCode()).isEqualTo(503);
            assertThat(admin(dataPlane, "/readyz").body()).contains("no configuration has come yet");
            assertThat(request(dataPlane)).startsWith("HTTP/1.1 503");
            configure();
            dataPlane.whenReady().toCompletableFuture().get(20, SECONDS);
            assertThat(request(dataPlane)).startsWith("HTTP/1.1 200").endsWith("from the backend");
            assertThat(admin(dataPlane, "/readyz").statusCode()).isEqualTo(200);
            assertThat(dataPlane.engine()).startsWith("netty on ");
            assertThat(admin(dataPlane, "/metrics").body())
                    .contains("sluice_sync_connected 1.0", "sluice_config_info{", "sluice_requests_total{");
            assertThat(admin(dataPlane, "/debug/state").body())
                    .contains("127.0.0.1:" + backend.getAddress().getPort(), "\"origin\" : \"CONTROL_PLANE\"");
        }
    }

    @Test
    void theOtherEngineServesTheSame() throws Exception {
        try (DataPlane dataPlane = start("akka-http")) {
            configure();
            dataPlane.whenReady().toCompletableFuture().get(20, SECONDS);
            assertThat(request(dataPlane)).startsWith("HTTP/1.1 200").endsWith("from the backend");
            assertThat(dataPlane.engine()).startsWith("akka-http");
        }
    }

    @Test
    void aRestartServesWithoutAControlPlane() throws Exception {
        try (DataPlane dataPlane = start("netty")) {
            configure();
            dataPlane.whenReady().toCompletableFuture().get(20, SECONDS);
        }
        controlPlane.close();
        try (DataPlane again = start("netty")) {
            assertThat(again.readiness().ready()).isTrue();
            assertThat(request(again)).startsWith("HTTP/1.1 200").endsWith("from the backend");
            assertThat(admin(again, "/debug/state").body()).contains("\"origin\" : \"DISK\"");
        }
    }

    @Test
    void drainingFlipsReadinessFirstAcceptsForTheGraceAndThenNoMore() throws Exception {
        try (DataPlane dataPlane = start("netty")) {
            ControlPlaneDouble.Stream stream = configure();
            dataPlane.whenReady().toCompletableFuture().get(20, SECONDS);
            CompletableFuture<Void> drained =
                    dataPlane.drain(Duration.ofSeconds(2)).toCompletableFuture();
            assertThat(admin(dataPlane, "/readyz").statusCode()).isEqualTo(503);
            assertThat(admin(dataPlane, "/readyz").body()).contains("draining");
            assertThat(request(dataPlane)).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            stream.next(message -> message.hasHealth() && message.getHealth().getDraining(), FromDataPlane::getHealth);
            drained.get(20, SECONDS);
            assertThatThrownBy(() -> request(dataPlane)).isInstanceOf(IOException.class);
            assertThat(admin(dataPlane, "/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theControlPlaneMayAskToDrain() throws Exception {
        try (DataPlane dataPlane = start("netty")) {
            ControlPlaneDouble.Stream stream = configure();
            dataPlane.whenReady().toCompletableFuture().get(20, SECONDS);
            stream.send(Command.newBuilder()
                    .setId(1)
                    .setDrain(Drain.getDefaultInstance())
                    .build());
            assertThat(stream.next(FromDataPlane::hasCommandResult, FromDataPlane::getCommandResult)
                            .hasDrained())
                    .isTrue();
            assertThat(dataPlane.readiness().missing()).contains("draining");
        }
    }

    @Test
    void theControlPlaneMayAskWhatWouldBecomeOfARequest() throws Exception {
        try (DataPlane dataPlane = start("netty")) {
            ControlPlaneDouble.Stream stream = configure();
            Explained found = explained(stream, "web.example", "/x?y");
            assertThat(found.getOutcome()).isEqualTo("forward");
            assertThat(found.getRoute()).isEqualTo("web.example");
            assertThat(found.getUpstream()).isEqualTo("web");
            assertThat(found.getEndpointsList())
                    .containsExactly("127.0.0.1:" + backend.getAddress().getPort());
            assertThat(WireCodec.fromWire(found.getVersion())).isEqualTo(Tables.version(table, 1));
            Explained lost = explained(stream, "other.example", "/");
            assertThat(lost.getOutcome()).isEqualTo("no-route");
            assertThat(lost.getStatus()).isEqualTo(404);
            assertThat(dataPlane.readiness().ready()).isTrue();
        }
    }

    @Test
    void theControlPlaneMayAskWhatBecameOfARequest() throws Exception {
        try (DataPlane dataPlane = start("netty")) {
            ControlPlaneDouble.Stream stream = configure();
            dataPlane.whenReady().toCompletableFuture().get(20, SECONDS);
            assertThat(request(dataPlane, "/x?secret", "X-Request-ID: seen-1\r\n"))
                    .startsWith("HTTP/1.1 200");
            Explained told = explained(stream, byId("seen-1"));
            while (told.getHappenedCount() == 0) { // the client may have its answer a moment before the lane is done
                told = explained(stream, byId("seen-1"));
            }
            assertThat(told.getHappenedList()).singleElement().satisfies(happened -> {
                assertThat(happened.getPath()).isEqualTo("/x");
                assertThat(happened.getOutcome()).isEqualTo("forward");
                assertThat(happened.getStatus()).isEqualTo(200);
                assertThat(happened.getRoute()).isEqualTo("web.example");
                assertThat(WireCodec.fromWire(happened.getVersion())).isEqualTo(Tables.version(table, 1));
            });
            assertThat(told.getRoute()).isEqualTo("web.example");
            assertThat(told.toString()).doesNotContain("secret");
            Explained none = explained(stream, byId("never-seen"));
            assertThat(none.getHappenedList()).isEmpty();
            assertThat(none.getOutcome()).isEmpty();
            assertThat(WireCodec.fromWire(none.getVersion())).isEqualTo(Tables.version(table, 1));
        }
    }

    private static Explain byId(String id) {
        return Explain.newBuilder().setRequestId(id).build();
    }

    private static Explained explained(ControlPlaneDouble.Stream stream, String host, String path) throws Exception {
        return explained(
                stream,
                Explain.newBuilder()
                        .setMethod("GET")
                        .setHost(host)
                        .setPath(path)
                        .build());
    }

    private static Explained explained(ControlPlaneDouble.Stream stream, Explain request) throws Exception {
        stream.send(Command.newBuilder().setId(3).setExplain(request).build());
        return stream.next(FromDataPlane::hasCommandResult, FromDataPlane::getCommandResult)
                .getExplained();
    }

    @Test
    void aTakenPortIsNamedWithItsFlag() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(
                            settings("netty").flag("--http-port", "sluice.data-plane.http-port", taken.getLocalPort())))
                    .hasMessage("cannot listen on 127.0.0.1 port " + taken.getLocalPort()
                            + ": the port is in use; choose another with --http-port (0 takes a free one)");
            assertThatThrownBy(() -> start(settings("netty")
                            .flag("--admin-port", "sluice.data-plane.admin-port", taken.getLocalPort())))
                    .hasMessageContaining("port " + taken.getLocalPort() + ": the port is in use")
                    .hasMessageContaining("--admin-port");
        }
    }

    @Test
    void whatCannotBeIsNamedWithKeyValueAndWhatWasExpected() {
        assertThatThrownBy(() -> start(settings("nginx")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("sluice.data-plane.engine = nginx (--engine): expected one of netty, akka-http");
        assertThatThrownBy(() ->
                        start(settings("netty").flag("--control-plane", "sluice.data-plane.control-planes", "here")))
                .hasMessageContaining("control-planes = here (--control-plane): expected HOST:PORT");
        assertThatThrownBy(() -> start(settings("netty").flag("--transport", "sluice.data-plane.transport", "bsd")))
                .hasMessageContaining("expected auto, io_uring, epoll or nio");
        assertThatThrownBy(() -> start(settings("netty").flag("test", "sluice.data-plane.recent-requests", 1000001)))
                .hasMessageContaining("recent-requests = 1000001")
                .hasMessageContaining("1000000");
        assertThatThrownBy(() -> start(settings("netty").flag("--fleet", "sluice.data-plane.fleet", "Not A Name")))
                .hasMessageContaining("fleet = Not A Name (--fleet)");
    }

    @Test
    void aControlPlaneOnAnotherMachineNeedsTlsOrPlainTextAskedForByName() {
        Settings far = settings("netty").flag("--control-plane", "sluice.data-plane.control-planes", "192.0.2.1:7070");
        assertThatThrownBy(() -> DataPlaneSettings.of(far.config()))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("sluice.data-plane.control-planes = 192.0.2.1:7070 (--control-plane): expected a"
                        + " loopback address, or TLS")
                .hasMessageContaining("--control-plane-plaintext");
        Settings asked = far.flag("--control-plane-plaintext", "sluice.data-plane.control-plane-plain-text", true);
        assertThat(DataPlaneSettings.of(asked.config()).sync().security().plainText())
                .isTrue();
    }

    @Test
    void anImpossibleLimitOfHttp2IsNamed() {
        String http2 = "sluice.data-plane.clients.http2.";
        assertThatThrownBy(() -> DataPlaneSettings.of(settings("netty")
                        .flag("test", http2 + "stream-window", "1k")
                        .config()))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(http2 + "stream-window = 1024")
                .hasMessageContaining("expected a size from 65535 to 16777216 bytes");
        assertThatThrownBy(() -> DataPlaneSettings.of(
                        settings("netty").flag("test", http2 + "max-streams", 0).config()))
                .hasMessageContaining(http2 + "max-streams = 0")
                .hasMessageContaining("expected a whole number from 1 to 1000000");
    }

    @Test
    void settingsOfTlsAreCheckedTogether() {
        String tls = "sluice.data-plane.control-plane-tls.";
        assertThatThrownBy(() -> start(settings("netty").flag("--control-plane-ca", tls + "ca", "ca.crt")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(tls + "certificate = ''")
                .hasMessageContaining("certificate, key, ca are set together or not at all");
        Settings whole = settings("netty")
                .flag("test", tls + "ca", "ca.crt")
                .flag("test", tls + "certificate", "tls.crt")
                .flag("test", tls + "key", "tls.key");
        assertThat(DataPlaneSettings.of(whole.config()).sync().security().files())
                .isPresent();
        assertThatThrownBy(() -> start(whole.flag("test", "sluice.data-plane.control-plane-plain-text", true)))
                .hasMessageContaining("expected false, since control-plane-tls is set");
        assertThatThrownBy(() -> start(settings("netty").flag("test", tls + "reload", "1ms")))
                .hasMessageContaining(tls + "reload = 0.001s (test): expected a duration from 0.1s");
        assertThatThrownBy(() -> start(settings("netty").flag("test", "sluice.data-plane.following.move-pause", "2h")))
                .hasMessageContaining("move-pause = 2h (test): expected a duration from 0s to 1h");
    }

    @Test
    void theReplicasThatCouldBeFollowedAreShownAndTheOneThatIs() throws Exception {
        try (DataPlane dataPlane = start("netty")) {
            ControlPlaneDouble.Stream stream = configure();
            assertThat(stream).isNotNull();
            assertThat(admin(dataPlane, "/debug/state").body())
                    .contains(
                            "\"replicas\"", "\"address\" : \"" + controlPlane.address() + "\"", "\"followed\" : true");
            assertThat(admin(dataPlane, "/metrics").body())
                    .contains("sluice_sync_replicas{address=\"" + controlPlane.address()
                            + "\",origin=\"configured\"} 1.0");
        }
    }

    private ControlPlaneDouble.Stream configure() throws Exception {
        ControlPlaneDouble.Stream stream = controlPlane.accept();
        stream.snapshot(table, Tables.version(table, 1));
        stream.ack();
        return stream;
    }

    private DataPlane start(String engine) {
        return start(settings(engine));
    }

    private static DataPlane start(Settings settings) {
        return DataPlane.start(DataPlaneSettings.of(settings.config()), "test");
    }

    private Settings settings(String engine) {
        ControlPlaneAddress address = controlPlane.address();
        String at = "sluice.data-plane.";
        return Settings.defaults()
                .flag("--control-plane", at + "control-planes", address.toString())
                .flag("--engine", at + "engine", engine)
                .flag("--bind", at + "bind", "127.0.0.1")
                .flag("--http-port", at + "http-port", 0)
                .flag("--https-port", at + "https-port", 0)
                .flag("--admin-bind", at + "admin-bind", "127.0.0.1")
                .flag("--admin-port", at + "admin-port", 0)
                .flag("--access-log", at + "access-log", "off")
                .flag("--state-dir", at + "state-dir", folder.toString())
                .flag("test", at + "drain.grace", "0s")
                .flag("test", at + "warm-up", "0s")
                .flag("test", at + "drain.timeout", "5s");
    }

    /** One request on a connection of its own, raw: the JDK's client will not say another Host. */
    private static String request(DataPlane dataPlane) throws IOException {
        return request(dataPlane, "/", "");
    }

    private static String request(DataPlane dataPlane, String target, String fields) throws IOException {
        InetSocketAddress address = dataPlane.httpAddress();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: web.example\r\nConnection: close\r\n" + fields
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private HttpResponse<String> admin(DataPlane dataPlane, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + dataPlane.adminAddress().getPort() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
