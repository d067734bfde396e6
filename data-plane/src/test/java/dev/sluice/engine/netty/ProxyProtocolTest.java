package dev.sluice.engine.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.address.Networks;
import dev.sluice.engine.Binding;
import dev.sluice.engine.ProxyProtocol;
import dev.sluice.engine.ProxyProtocol.Others;
import dev.sluice.engine.netty.NettySettings.ClientWaits;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.ClientEvents;
import dev.sluice.forward.ClientSide;
import dev.sluice.forward.Lane;
import dev.sluice.forward.Pipeline;
import dev.sluice.forward.StreamEvents;
import dev.sluice.forward.StreamSide;
import dev.sluice.http.Authority;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import dev.sluice.proxyprotocol.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PROXY headers on real connections. */
@Timeout(60)
class ProxyProtocolTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Answers every request with what is known of its connection. */
    private static final class Mirror implements Pipeline {
        @Override
        public <B> StreamEvents<B> passed(
                StreamSide<B> client, ClientConnection connection, Authority serverName, Lane<B> lane) {
            throw new UnsupportedOperationException("without TLS nothing is passed through");
        }

        @Override
        public <B> ClientEvents<B> connected(ClientSide<B> client, Lane<B> lane) {
            return new ClientEvents<>() {
                @Override
                public void onHead(RequestHead head, @Nullable Reason refused) {
                    ClientConnection known = client.connection();
                    String text = refused != null
                            ? refused.text()
                            : known.clientAddress() + " " + known.clientPort() + " " + known.clientScheme() + " "
                                    + known.front().anonymous();
                    byte[] body = text.getBytes(ISO_8859_1);
                    ResponseHead response = new ResponseHead();
                    response.status(200);
                    response.framing(Framing.LENGTH, body.length);
                    client.head(response, true);
                    client.body(lane.wrap(body));
                    client.end(null);
                }

                @Override
                public void onBody(B bytes) {
                    lane.release(bytes);
                }

                @Override
                public void onEnd(@Nullable Fields trailers) {}

                @Override
                public void onBodyRefused(Reason reason) {}

                @Override
                public void onWritable() {}

                @Override
                public void onGone() {}
            };
        }
    }

    private static final class Listening implements AutoCloseable {
        final NettyEngine engine;
        final InetSocketAddress address;

        Listening(String trusted, Others others, Duration arrival) throws IOException {
            ClientWaits usual = ClientWaits.USUAL;
            ClientWaits waits = new ClientWaits(
                    arrival,
                    usual.head(),
                    usual.idle(),
                    usual.body(),
                    usual.send(),
                    usual.linger(),
                    usual.lingerBytes());
            engine = NettyEngine.start(ProxyFixture.settings().withClientWaits(waits), new Mirror());
            address = engine.bind(new Binding(
                    80,
                    "http",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    Optional.of(new ProxyProtocol(Networks.of(List.of(trusted)), others, 4096))));
        }

        static Listening trusting(String networks) throws IOException {
            return new Listening(networks, Others.REFUSE, Duration.ofSeconds(20));
        }

        String answer(byte[] header) throws IOException {
            try (RawClient client = new RawClient(address)) {
                String response = client.send(header).send(GET).response();
                return response.substring(response.indexOf("\r\n\r\n") + 4);
            }
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    @Test
    void theClientIsWhomATrustedProxyNames() throws Exception {
        try (Listening proxy = Listening.trusting("127.0.0.0/8")) {
            assertThat(proxy.answer("PROXY TCP4 192.0.2.7 198.51.100.1 4711 80\r\n".getBytes(ISO_8859_1)))
                    .isEqualTo("192.0.2.7 4711 http false");
            assertThat(proxy.answer("PROXY TCP6 2001:db8:0::7 ::1 4711 443\r\n".getBytes(ISO_8859_1)))
                    .isEqualTo("2001:db8::7 4711 https false");
            assertThat(proxy.answer(Headers.tcp6())).isEqualTo("2001:db8::7 4711 http false");
            assertThat(proxy.answer(
                            Headers.tcp6(Headers.field(0x20, (byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0))))
                    .isEqualTo("2001:db8::7 4711 https false");
        }
    }

    @Test
    void aCheckOfTheProxyItselfIsServedAsItsOwnAndAnUnknownClientAsAnonymous() throws Exception {
        try (Listening proxy = Listening.trusting("127.0.0.0/8")) {
            assertThat(proxy.answer(Headers.header(0x20, 0, "")))
                    .startsWith("127.0.0.1 ")
                    .endsWith(" http false");
            assertThat(proxy.answer("PROXY UNKNOWN\r\n".getBytes(ISO_8859_1)))
                    .startsWith("127.0.0.1 ")
                    .endsWith(" http true");
        }
    }

    @Test
    void aHeaderMayComeByteByByteAndWithWhatFollows() throws Exception {
        byte[] header = Headers.checked(Headers.tcp4(Headers.field(3, new byte[4])));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(header);
        all.writeBytes((GET + GET).getBytes(ISO_8859_1));
        try (Listening proxy = Listening.trusting("127.0.0.0/8");
                RawClient client = new RawClient(proxy.address)) {
            for (byte one : all.toByteArray()) {
                client.send(new byte[] {one});
            }
            assertThat(client.response()).endsWith("192.0.2.7 4711 https false");
            assertThat(client.response()).endsWith("192.0.2.7 4711 https false");
        }
    }

    @Test
    void whoIsNotTrustedIsRefusedWhateverIsSent() throws Exception {
        try (Listening proxy = Listening.trusting("192.0.2.0/24");
                RawClient client = new RawClient(proxy.address)) {
            assertThat(client.in().read()).isEqualTo(-1);
            assertThat(proxy.engine.connectionsCut(Reason.PROXY_UNTRUSTED)).isEqualTo(1);
            Await.until(() -> proxy.engine.clientConnections() == 0);
        }
    }

    @Test
    void whoIsNotTrustedMayBeServedButNeverBelieved() throws Exception {
        try (Listening proxy = new Listening("192.0.2.0/24", Others.PLAIN, Duration.ofSeconds(20))) {
            assertThat(proxy.answer(new byte[0])).startsWith("127.0.0.1 ").endsWith(" http false");
            assertThat(proxy.answer("PROXY TCP4 192.0.2.7 198.51.100.1 4711 80\r\n".getBytes(ISO_8859_1)))
                    .isEqualTo("bad-request");
        }
    }

    @Test
    void aConnectionWithoutASoundHeaderIsClosedAndCounted() throws Exception {
        try (Listening proxy = Listening.trusting("127.0.0.0/8")) {
            for (String text : List.of(GET, "PROXY TCP4 1 2 3 4\r\n", "PROXY UNKNOWN\n")) {
                try (RawClient client = new RawClient(proxy.address)) {
                    client.send(text);
                    assertThat(client.in().read()).isEqualTo(-1);
                } catch (java.net.SocketException reset) {
                    assertThat(reset).hasMessageContaining("reset"); // what was not read has been thrown away
                }
            }
            assertThat(proxy.engine.connectionsCut(Reason.PROXY_HEADER)).isEqualTo(3);
            Await.until(() -> proxy.engine.clientConnections() == 0);
        }
    }

    @Test
    void aHeaderThatDoesNotComeIsNotWaitedForForEver() throws Exception {
        try (Listening proxy = new Listening("127.0.0.0/8", Others.REFUSE, Duration.ofMillis(200));
                RawClient client = new RawClient(proxy.address)) {
            client.send("PROXY TCP4 ");
            assertThat(client.in().read()).isEqualTo(-1);
            assertThat(proxy.engine.connectionsCut(Reason.ARRIVAL_TIMEOUT)).isEqualTo(1);
        }
    }
}
