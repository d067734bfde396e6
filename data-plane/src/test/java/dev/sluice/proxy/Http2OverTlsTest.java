package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tls.TlsSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** HTTP/2 as ALPN chooses it, with the JDK's client. */
class Http2OverTlsTest {
    /** Answers every request with what it was sent, or with its target. */
    private static Backend echo() throws Exception {
        return Backend.scripted(wire -> {
            while (true) {
                Message request = wire.read();
                String body = request.body().isEmpty() ? request.start() : request.body();
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    private static Table table(Backend backend) {
        return Proxy.table()
                .route("*", "/", "web")
                .upstream("web", backend.address())
                .tlsHost("*")
                .serve();
    }

    private static HttpRequest.Builder to(String scheme, InetSocketAddress proxy, String target) {
        return HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + proxy.getPort() + target));
    }

    @Test
    void alpnChoosesHttp2AndRequestsShareTheConnection() throws Exception {
        try (Backend backend = echo();
                SecureProxy proxy = SecureProxy.start(table(backend), TlsSettings.USUAL);
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(SecureClient.context())
                        .build()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            client.send(to("https", proxy.address, "/first").build(), BodyHandlers.ofString());
            for (int i = 0; i < 100; i++) {
                answers.add(client.sendAsync(to("https", proxy.address, "/" + i).build(), BodyHandlers.ofString()));
            }
            for (int i = 0; i < 100; i++) {
                HttpResponse<String> answer = answers.get(i).get(20, TimeUnit.SECONDS);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.body()).isEqualTo("GET /" + i + " HTTP/1.1");
            }
            assertThat(proxy.engine.clientConnections()).isEqualTo(1);
        }
    }

    @Test
    void longBodiesPassBothWays() throws Exception {
        String body = "0123456789abcdef".repeat(512 << 10);
        try (Backend backend = echo();
                SecureProxy proxy = SecureProxy.start(table(backend), TlsSettings.USUAL);
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(SecureClient.context())
                        .build()) {
            HttpResponse<String> answer = client.send(
                    to("https", proxy.address, "/")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo(body);
        }
    }

    @Test
    void whoAsksForAnUpgradeWithoutTlsIsAnsweredInHttp1() throws Exception {
        try (Backend backend = echo();
                Proxy proxy = Proxy.start(EngineUnderTest.NETTY, table(backend));
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(to("http", proxy.address, "/").build(), BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.body()).isEqualTo("GET / HTTP/1.1");
        }
    }
}
