package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.identity.TestAuthority;
import dev.sluice.identity.TestAuthority.Issued;
import dev.sluice.identity.TlsFiles;
import dev.sluice.publish.Sample;
import dev.sluice.wire.tls.MutualTls;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The control plane on a real socket with TLS, and who may follow it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class MutualTlsTest {
    private static final String SERVER = "control-plane.sluice.svc";

    @TempDir
    private static Path made;

    private static TestAuthority authority;
    private static TestAuthority other;
    private static Issued server;
    private static Issued edge;

    @TempDir
    private Path folder;

    @BeforeAll
    static void issue() throws Exception {
        authority = TestAuthority.make(made, "authority");
        other = TestAuthority.make(made, "other");
        server = authority.issue("server", "dns:" + SERVER);
        edge = authority.issue("edge", "dns:edge.sluice.svc");
    }

    @BeforeEach
    void mount() throws IOException {
        use(server);
        Files.copy(authority.certificate(), folder.resolve("ca.crt"));
    }

    @Test
    void whoIsAllowedFollows() throws Exception {
        try (Running running = running("edge.sluice.svc");
                StreamClient client = client(running, edge)) {
            client.hello("n1", "default", Optional.empty());
            begin(running);
            client.applyNext();
            assertThat(metric(running, "sluice_discovery_tls_expires_seconds")).isBetween(3600.0, 2.0 * 86_400);
        }
    }

    @Test
    void whoIsNotAllowedIsTurnedAwayByName() throws Exception {
        Issued stranger = authority.issue("stranger", "dns:stranger.sluice.svc");
        try (Running running = running("edge.sluice.svc");
                StreamClient client = client(running, stranger)) {
            client.hello("n1", "default", Optional.empty());
            Status status = client.ended().get();
            assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(status.getDescription()).isEqualTo("identity 'stranger.sluice.svc' is not among those allowed");
        }
    }

    @Test
    void anotherFleetThanThatOfTheIdentityIsTurnedAwayWithWhatIsAllowed() throws Exception {
        Issued uri = authority.issue("uri", "uri:spiffe://cluster/ns/edge/sa/proxy", "dns:edge.sluice.svc");
        try (Running running = running("edge.sluice.svc", "spiffe://cluster/ns/edge/sa/* fleets=edge nodes=edge-*");
                StreamClient fleet = client(running, uri);
                StreamClient node = client(running, uri);
                StreamClient right = client(running, uri)) {
            fleet.hello("edge-1", "default", Optional.empty());
            assertThat(fleet.ended().get().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(fleet.ended().get().getDescription())
                    .isEqualTo(
                            "identity 'spiffe://cluster/ns/edge/sa/proxy' as node 'edge-1' of fleet 'default': allowed"
                                    + " is spiffe://cluster/ns/edge/sa/* fleets=edge nodes=edge-*");
            node.hello("inner-1", "edge", Optional.empty());
            assertThat(node.ended().get().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            right.hello("edge-1", "edge", Optional.empty());
            await().until(() -> !running.plane.stages().dataPlanes().isEmpty());
        }
    }

    @Test
    void whomNoKnownAuthorityVouchesForGetsNoStream() throws Exception {
        Issued foreign = other.issue("foreign", "dns:edge.sluice.svc");
        Issued expired = authority.issueExpired("expired", "dns:edge.sluice.svc");
        try (Running running = running("edge.sluice.svc")) {
            for (Issued wrong : List.of(foreign, expired)) {
                try (StreamClient client = client(running, wrong)) {
                    client.hello("n1", "default", Optional.empty());
                    assertThat(client.ended().get().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                }
            }
            assertThat(running.plane.stages().dataPlanes()).isEmpty();
        }
    }

    @Test
    void withoutACertificateOrWithoutTlsThereIsNoStream() throws Exception {
        try (Running running = running("edge.sluice.svc");
                StreamClient nobody = new StreamClient(NettyChannelBuilder.forAddress("127.0.0.1", port(running))
                        .sslContext(GrpcSslContexts.forClient()
                                .trustManager(authority.certificate().toFile())
                                .build())
                        .overrideAuthority(SERVER)
                        .build());
                StreamClient plain = new StreamClient(port(running))) {
            nobody.hello("n1", "default", Optional.empty());
            assertThat(nobody.ended().get().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            plain.hello("n1", "default", Optional.empty());
            assertThat(plain.ended().get().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void certificatesAreExchangedWhileAStreamLives() throws Exception {
        try (Running running = running("edge.sluice.svc");
                StreamClient before = client(running, edge)) {
            before.hello("before", "default", Optional.empty());
            begin(running);
            before.applyNext();
            Files.writeString(
                    folder.resolve("ca.crt"),
                    Files.readString(authority.certificate()) + Files.readString(other.certificate()));
            use(other.issue("server-2", "dns:" + SERVER));
            await().until(() -> metric(running, "sluice_discovery_tls_reloads_total{outcome=\"renewed\"}") >= 1);
            Issued anew = other.issue("edge-2", "dns:edge.sluice.svc");
            try (StreamClient after = client(running, anew, other);
                    StreamClient early = client(running, edge, other)) {
                after.hello("after", "default", Optional.empty());
                after.applyNext();
                early.hello("early", "default", Optional.empty()); // its authority is believed still
                early.applyNext();
                running.source.apply(Sample.slice("web", "10.0.0.7"));
                before.applyNext(); // a stream from before goes on
                after.applyNext();
            }
        }
    }

    @Test
    void whomNoAuthorityVouchesForAnyMoreIsCutOff() throws Exception {
        Issued stays = other.issue("stays", "dns:edge.sluice.svc");
        Files.writeString(
                folder.resolve("ca.crt"),
                Files.readString(authority.certificate()) + Files.readString(other.certificate()));
        try (Running running = running("edge.sluice.svc");
                StreamClient leaving = client(running, edge);
                StreamClient staying = client(running, stays)) {
            leaving.hello("leaving", "default", Optional.empty());
            staying.hello("staying", "default", Optional.empty());
            begin(running);
            leaving.applyNext();
            staying.applyNext();
            Files.copy(other.certificate(), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
            Status status = leaving.ended().get();
            assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(status.getDescription())
                    .isEqualTo("no authority vouches any more for identity 'edge.sluice.svc'");
            await().until(() -> running.plane.stages().dataPlanes().size() == 1);
            assertThat(metric(running, "sluice_discovery_cut_off_total")).isEqualTo(1);
            running.source.apply(Sample.slice("web", "10.0.0.7"));
            staying.applyNext();
            try (StreamClient again = client(running, edge)) {
                again.hello("leaving", "default", Optional.empty());
                assertThat(again.ended().get().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            }
        }
    }

    @Test
    void whoIsTakenFromTheAllowedFileIsCutOffAndTheOthersGoOn() throws Exception {
        Path allowed = folder.resolve("allowed");
        Files.writeString(allowed, "# data planes\nedge.sluice.svc\ninner.sluice.svc nodes=inner-*\n");
        Issued inner = authority.issue("inner", "dns:inner.sluice.svc");
        try (Running running = running(Map.of("discovery.tls.allowed-file", allowed.toString()));
                StreamClient leaving = client(running, edge);
                StreamClient staying = client(running, inner)) {
            leaving.hello("edge-1", "default", Optional.empty());
            staying.hello("inner-1", "default", Optional.empty());
            begin(running);
            leaving.applyNext();
            staying.applyNext();
            Files.writeString(allowed, ""); // as if it was just being written, or by mistake
            Files.writeString(allowed, "inner.sluice.svc nodes=inner-*\n");
            Status status = leaving.ended().get();
            assertThat(status.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(status.getDescription()).isEqualTo("identity 'edge.sluice.svc' is not among those allowed");
            running.source.apply(Sample.slice("web", "10.0.0.7"));
            staying.applyNext();
        }
    }

    @Test
    void anAllowedFileThatCannotBeUsedStopsTheStartByNameAndLine() throws Exception {
        Path allowed = folder.resolve("allowed");
        Files.writeString(allowed, "edge.sluice.svc\nedge.sluice.svc fleet=edge\n");
        assertThatThrownBy(() -> running(Map.of("discovery.tls.allowed-file", allowed.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "sluice.control-plane.discovery.tls.allowed-file " + allowed + ": line 2: 'fleet=edge'");
        Files.writeString(allowed, "# nobody\n");
        assertThatThrownBy(() -> running(Map.of("discovery.tls.allowed-file", allowed.toString())))
                .hasMessageContaining("no entry: expected one or more lines");
    }

    @Test
    void aBrokenFileKeepsTheOneBeforeInForce() throws Exception {
        try (Running running = running("edge.sluice.svc")) {
            Files.writeString(folder.resolve("tls.key"), "no key");
            await().until(() -> metric(running, "sluice_discovery_tls_reloads_total{outcome=\"broken\"}") == 1);
            try (StreamClient client = client(running, edge)) {
                client.hello("n1", "default", Optional.empty());
                await().until(() -> !running.plane.stages().dataPlanes().isEmpty());
            }
        }
    }

    @Test
    void aMissingFileStopsTheStartByName() {
        Map<String, Object> settings = Map.of(
                "discovery.tls.certificate", folder.resolve("none.crt").toString(),
                "discovery.tls.key", folder.resolve("tls.key").toString(),
                "discovery.tls.client-ca", folder.resolve("ca.crt").toString(),
                "discovery.tls.allowed", List.of("edge.sluice.svc"));
        assertThatThrownBy(() -> new Running(settings, Optional.empty()).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sluice.control-plane.discovery.tls: " + folder.resolve("none.crt")
                        + ": there is no such file");
    }

    private Running running(String... allowed) {
        return running(Map.of("discovery.tls.allowed", List.of(allowed)));
    }

    private Running running(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("discovery.tls.certificate", folder.resolve("tls.crt").toString());
        settings.put("discovery.tls.key", folder.resolve("tls.key").toString());
        settings.put("discovery.tls.client-ca", folder.resolve("ca.crt").toString());
        settings.put("discovery.tls.reload", "100ms");
        return new Running(settings, Optional.empty());
    }

    private void use(Issued issued) throws IOException {
        Files.copy(issued.certificate(), folder.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(issued.key(), folder.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void begin(Running running) {
        running.source.begin(
                Sample.ingressClass(),
                Sample.ingress("web", "web.example", "web"),
                Sample.service("web"),
                Sample.slice("web", "10.0.0.1"));
    }

    private static StreamClient client(Running running, Issued issued) throws Exception {
        return client(running, issued, authority);
    }

    private static StreamClient client(Running running, Issued issued, TestAuthority believed) throws Exception {
        TlsFiles files = issued.believing(believed.certificate());
        try (MutualTls tls = MutualTls.client(files, Duration.ofHours(1), InstantSource.system(), new NoReloads())) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port(running))
                    .sslContext(tls.context())
                    .overrideAuthority(SERVER)
                    .build();
            return new StreamClient(channel);
        }
    }

    private static final class NoReloads implements MutualTls.Observer {
        @Override
        public void renewed(dev.sluice.identity.Credentials credentials) {
            throw new AssertionError("nothing changes");
        }

        @Override
        public void broken(String reason) {
            throw new AssertionError(reason);
        }
    }

    private static int port(Running running) {
        return running.plane.discoveryPort();
    }

    /** Zero if there is no such line yet. */
    private static double metric(Running running, String name) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + running.plane.apiPort() + "/metrics");
            String body = http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return body.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElse(0);
        }
    }
}
