package dev.sluice.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.address.Networks;
import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import dev.sluice.engine.ProxyProtocol;
import dev.sluice.engine.ProxyProtocol.Others;
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
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PROXY headers on real connections, by the engines that read them. */
@Timeout(60)
class ProxyProtocolContractTest {
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
        final Engine engine;
        final InetSocketAddress address;

        Listening(TlsUnderTest kind, String trusted, Others others, Duration arrival) throws IOException {
            engine = kind.start(new Mirror(), null, arrival);
            address = engine.bind(new Binding(
                    80,
                    "http",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    Optional.of(new ProxyProtocol(Networks.of(List.of(trusted)), others, 4096))));
        }

        static Listening trusting(TlsUnderTest kind, String networks) throws IOException {
            return new Listening(kind, networks, Others.REFUSE, Duration.ofSeconds(20));
        }

        String answer(byte[] header) throws IOException {
            try (Client client = new Client(address)) {
                client.send(new String(header, ISO_8859_1) + GET);
                return client.read().body();
            }
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NETTY_BORINGSSL", "AKKA_HTTP"})
    void theClientIsWhomATrustedProxyNames(TlsUnderTest kind) throws Exception {
        try (Listening proxy = Listening.trusting(kind, "127.0.0.0/8")) {
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

    @ParameterizedTest
    @EnumSource(names = {"NETTY_BORINGSSL", "AKKA_HTTP"})
    void aCheckOfTheProxyItselfIsServedAsItsOwnAndAnUnknownClientAsAnonymous(TlsUnderTest kind) throws Exception {
        try (Listening proxy = Listening.trusting(kind, "127.0.0.0/8")) {
            assertThat(proxy.answer(Headers.header(0x20, 0, "")))
                    .startsWith("127.0.0.1 ")
                    .endsWith(" http false");
            assertThat(proxy.answer("PROXY UNKNOWN\r\n".getBytes(ISO_8859_1)))
                    .startsWith("127.0.0.1 ")
                    .endsWith(" http true");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NETTY_BORINGSSL", "AKKA_HTTP"})
    void aHeaderMayComeByteByByteAndWithWhatFollows(TlsUnderTest kind) throws Exception {
        byte[] header = Headers.checked(Headers.tcp4(Headers.field(3, new byte[4])));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(header);
        all.writeBytes((GET + GET).getBytes(ISO_8859_1));
        try (Listening proxy = Listening.trusting(kind, "127.0.0.0/8");
                Client client = new Client(proxy.address)) {
            for (byte one : all.toByteArray()) {
                client.send(new String(new byte[] {one}, ISO_8859_1));
            }
            assertThat(client.read().body()).isEqualTo("192.0.2.7 4711 https false");
            assertThat(client.read().body()).isEqualTo("192.0.2.7 4711 https false");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NETTY_BORINGSSL", "AKKA_HTTP"})
    void whoIsNotTrustedIsRefusedWhateverIsSent(TlsUnderTest kind) throws Exception {
        try (Listening proxy = Listening.trusting(kind, "192.0.2.0/24");
                Client client = new Client(proxy.address)) {
            assertThat(client.in.read()).isEqualTo(-1);
            assertThat(proxy.engine.connectionsCut(Reason.PROXY_UNTRUSTED)).isEqualTo(1);
            Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> proxy.engine.clientConnections() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NETTY_BORINGSSL", "AKKA_HTTP"})
    void whoIsNotTrustedMayBeServedButNeverBelieved(TlsUnderTest kind) throws Exception {
        try (Listening proxy = new Listening(kind, "192.0.2.0/24", Others.PLAIN, Duration.ofSeconds(20))) {
            assertThat(proxy.answer(new byte[0])).startsWith("127.0.0.1 ").endsWith(" http false");
            assertThat(proxy.answer("PROXY TCP4 192.0.2.7 198.51.100.1 4711 80\r\n".getBytes(ISO_8859_1)))
                    .isEqualTo("bad-request");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NETTY_BORINGSSL", "AKKA_HTTP"})
    void aConnectionWithoutASoundHeaderIsClosedAndCounted(TlsUnderTest kind) throws Exception {
        try (Listening proxy = Listening.trusting(kind, "127.0.0.0/8")) {
            for (String text : List.of(GET, "PROXY TCP4 1 2 3 4\r\n", "PROXY UNKNOWN\n")) {
                try (Client client = new Client(proxy.address)) {
                    client.send(text);
                    assertThat(client.in.read()).isEqualTo(-1);
                } catch (java.net.SocketException reset) {
                    assertThat(reset).hasMessageContaining("reset"); // what was not read has been thrown away
                }
            }
            assertThat(proxy.engine.connectionsCut(Reason.PROXY_HEADER)).isEqualTo(3);
            Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> proxy.engine.clientConnections() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NETTY_BORINGSSL", "AKKA_HTTP"})
    void aHeaderThatDoesNotComeIsNotWaitedForForEver(TlsUnderTest kind) throws Exception {
        try (Listening proxy = new Listening(kind, "127.0.0.0/8", Others.REFUSE, Duration.ofMillis(200));
                Client client = new Client(proxy.address)) {
            client.send("PROXY TCP4 ");
            assertThat(client.in.read()).isEqualTo(-1);
            assertThat(proxy.engine.connectionsCut(Reason.ARRIVAL_TIMEOUT)).isEqualTo(1);
        }
    }
}
