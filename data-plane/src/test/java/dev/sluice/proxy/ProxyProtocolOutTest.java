package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.resource.Upstream.ProxyProtocol;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PROXY headers to backends, as they come there. */
@Timeout(60)
final class ProxyProtocolOutTest {
    private final BlockingQueue<String> headers = new LinkedBlockingQueue<>();

    private String next() throws InterruptedException {
        String header = headers.poll(20, TimeUnit.SECONDS);
        if (header == null) {
            throw new AssertionError("no header reached the backend");
        }
        return header;
    }

    private Backend lines() throws Exception {
        return Backend.scripted(wire -> {
            headers.add(wire.line());
            wire.read();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            headers.add("then " + wire.rest());
        });
    }

    private static int port(Client client) {
        return client.socket.getLocalPort();
    }

    @Test
    void everyRequestHasAConnectionThatNamesItsClient() throws Exception {
        try (Backend backend = lines();
                Proxy proxy = Proxy.start(
                        EngineUnderTest.NETTY,
                        Proxy.table()
                                .route("a.example", "/", "web")
                                .told("web", ProxyProtocol.V1, backend.address())
                                .serve());
                Client first = proxy.client();
                Client second = proxy.client()) {
            for (Client client : new Client[] {first, second, first}) {
                assertThat(client.get("/").body()).isEqualTo("hello");
                assertThat(next())
                        .isEqualTo("PROXY TCP4 127.0.0.1 127.0.0.1 " + port(client) + " " + proxy.address.getPort());
                assertThat(next()).isEqualTo("then ");
            }
            assertThat(backend.connections).hasValue(3);
        }
    }

    @Test
    void version2IsBinary() throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    headers.add(wire.bytes(28));
                    wire.read();
                    wire.send("HTTP/1.1 204 No Content\r\n\r\n");
                });
                Proxy proxy = Proxy.start(
                        EngineUnderTest.NETTY,
                        Proxy.table()
                                .route("a.example", "/", "web")
                                .told("web", ProxyProtocol.V2, backend.address())
                                .serve());
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(204);
            assertThat(HexFormat.of().formatHex(next().getBytes(StandardCharsets.ISO_8859_1)))
                    .isEqualTo("0d0a0d0a000d0a515549540a" + "2111000c" + "7f0000017f000001"
                            + HexFormat.of().toHexDigits((short) port(client))
                            + HexFormat.of().toHexDigits((short) proxy.address.getPort()));
        }
    }

    @Test
    void tlsThatIsPassedThroughComesBehindTheHeader() throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    headers.add(wire.line());
                    headers.add(wire.bytes(3));
                    wire.send("bye");
                });
                SecureProxy proxy = SecureProxy.start(
                        Proxy.table()
                                .passthrough("a.example", "web")
                                .told("web", ProxyProtocol.V1, backend.address())
                                .serve(),
                        TlsUnderTest.NETTY_JDK);
                Client client = new Client(proxy.address)) {
            client.send(PassthroughTest.hello("a.example"));
            assertThat(client.bytes(3)).isEqualTo("bye");
            assertThat(next())
                    .isEqualTo("PROXY TCP4 127.0.0.1 127.0.0.1 " + port(client) + " " + proxy.address.getPort());
            assertThat(next()).isEqualTo("\u0016\u0003\u0003");
        }
    }

    @Test
    void anEngineThatWritesNoneReachesNoSuchBackend() throws Exception {
        InetSocketAddress nobody = Backend.nobody();
        try (Proxy proxy = Proxy.start(
                        EngineUnderTest.AKKA_HTTP,
                        Proxy.table()
                                .route("a.example", "/", "web")
                                .told("web", ProxyProtocol.V1, nobody)
                                .serve());
                Client client = proxy.client()) {
            assertThat(client.get("/").status()).isEqualTo(502);
            proxy.assertLogged(502, "upstream-protocol");
        }
    }
}
