package dev.sluice.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.settings.InvalidSetting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a data plane accepts traffic, and what it says where it cannot. */
@Timeout(90)
final class ListenersTest {
    private EdgeRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EdgeRig();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    private static Map<String, Object> listener(String name, String bind, boolean proxyProtocol) {
        return Map.of("name", name, "bind", bind, "port", 0, "listener-port", 80, "proxy-protocol", proxyProtocol);
    }

    @Test
    void aDataPlaneListensOnSeveralAddressesOfBothFamilies() throws Exception {
        try (DataPlane dataPlane = rig.start("bind", "127.0.0.1,::1")) {
            List<InetSocketAddress> addresses = dataPlane.addresses("http");
            assertThat(addresses).hasSize(2);
            assertThat(addresses.get(0).getPort()).isEqualTo(addresses.get(1).getPort());
            assertThat(EdgeRig.get(addresses.get(0))).contains("x-forwarded-for: 127.0.0.1\n");
            assertThat(EdgeRig.get(addresses.get(1))).contains("x-forwarded-for: ::1\n");
        }
    }

    @Test
    void theUnspecifiedAddressOfIpv6TakesIpv4Too() throws Exception {
        for (String bind : List.of("::", "0.0.0.0,::")) {
            try (DataPlane dataPlane = rig.start("bind", bind)) {
                int port = dataPlane.httpAddress().getPort();
                assertThat(dataPlane.addresses("http")).hasSize(1);
                assertThat(EdgeRig.get(new InetSocketAddress("127.0.0.1", port)))
                        .contains("x-forwarded-for: 127.0.0.1\n");
                assertThat(EdgeRig.get(new InetSocketAddress("::1", port))).contains("x-forwarded-for: ::1\n");
            }
        }
    }

    @Test
    void eachListenerHasPortsAndManners() throws Exception {
        try (DataPlane dataPlane = rig.start(
                "proxy-protocol.trusted",
                List.of("127.0.0.0/8"),
                "listeners",
                List.of(listener("inside", "127.0.0.1", false), listener("outside", "127.0.0.1", true)))) {
            assertThat(EdgeRig.get(dataPlane.addresses("http").get(1))).contains("x-forwarded-for: 127.0.0.1\n");
            String proxied = "PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n";
            assertThat(EdgeRig.raw(
                            dataPlane.addresses("http").get(2),
                            proxied + "GET / HTTP/1.1\r\nHost: web.example\r\nConnection: close\r\n\r\n"))
                    .contains("x-forwarded-for: 192.0.2.7\n");
            assertThat(rig.admin(dataPlane, "/debug/state")).contains("with PROXY headers");
            assertThat(rig.admin(dataPlane, "/metrics"))
                    .contains("sluice_client_connections_cut_total{reason=\"proxy-header\"} 0.0");
        }
    }

    @Test
    void eachListenerThatCannotBeIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Object> second = Map.of(
                    "name",
                    "inside",
                    "bind",
                    "127.0.0.1",
                    "port",
                    other.getLocalPort(),
                    "listener-port",
                    80,
                    "proxy-protocol",
                    false);
            assertThatThrownBy(() -> rig.start("http-port", taken.getLocalPort(), "listeners", List.of(second)))
                    .hasMessageContaining("port " + taken.getLocalPort() + ": the port is in use")
                    .hasMessageContaining("--http-port")
                    .hasMessageContaining("port " + other.getLocalPort() + ": the port is in use")
                    .hasMessageContaining("the port of listener inside");
        }
    }

    @Test
    void wrongValuesAreNamed() {
        wrong("bind = 'here'", "bind", "127.0.0.1,here");
        wrong("proxy-protocol.trusted = []", "proxy-protocol.accept", true);
        wrong(
                "proxy-protocol.trusted = 10.0.0.1/8",
                "proxy-protocol.accept",
                true,
                "proxy-protocol.trusted",
                "10.0.0.1/8");
        wrong(
                "one of refuse, plain",
                "proxy-protocol.accept",
                true,
                "proxy-protocol.trusted",
                "10.0.0.0/8",
                "proxy-protocol.others",
                "trust");
        wrong(
                "a size from 232",
                "proxy-protocol.accept",
                true,
                "proxy-protocol.trusted",
                "10.0.0.0/8",
                "proxy-protocol.max-header",
                "100");
        wrong("listeners.0.prot = 1", "listeners", List.of(Map.of("name", "a", "prot", 1)));
        wrong("listeners.0.bind is not set", "listeners", List.of(Map.of("name", "a")));
    }

    @Test
    void aTrustedProxySaysWhoTheClientIs() throws Exception {
        try (DataPlane dataPlane = rig.start("forwarded.trusted", List.of("127.0.0.0/8"))) {
            assertThat(EdgeRig.get(
                            dataPlane.httpAddress(), "X-Forwarded-For: 1.1.1.1, 192.0.2.7", "X-Forwarded-Proto: https"))
                    .contains("x-forwarded-for: 192.0.2.7\n", "x-forwarded-proto: https\n", "x-forwarded-port: 443\n");
        }
        try (DataPlane dataPlane = rig.start()) {
            assertThat(EdgeRig.get(dataPlane.httpAddress(), "X-Forwarded-For: 1.1.1.1", "X-Forwarded-Proto: https"))
                    .contains("x-forwarded-for: 127.0.0.1\n", "x-forwarded-proto: http\n");
        }
        wrong("forwarded.trusted = 10.0.0", "forwarded.trusted", "10.0.0");
        wrong("one of x-forwarded, forwarded", "forwarded.header", "x-real-ip");
    }

    private void wrong(String message, Object... settings) {
        assertThatThrownBy(() -> EdgeRig.read(rig.settings(settings)))
                .isInstanceOf(InvalidSetting.class)
                .message()
                .satisfies(
                        text -> assertThat(text.replace("'here'", "here")).contains(message.replace("'here'", "here")));
    }
}
