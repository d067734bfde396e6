package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sluice between programs that others have written: curl and h2load before it, nginx behind it. */
class OutsideProgramsE2E {
    private static final String HOST = "web.test";
    private static final int LARGE = 1 << 20;

    @TempDir
    Path work;

    private SluiceProcess standalone(int backend, String... environment) throws IOException {
        Path manifests = Files.createDirectories(work.resolve("manifests"));
        Files.writeString(
                manifests.resolve("all.yaml"),
                Manifest.service("web", backend) + Manifest.ingress("web", HOST, "/", "web"));
        return SluiceProcess.onFreePorts(
                environment, "standalone", "--manifests", manifests.toString(), "--access-log", "off");
    }

    private static void awaitServed(SluiceProcess sluice) throws InterruptedException {
        int port = sluice.httpPort();
        Eventually.within(
                Duration.ofSeconds(30),
                "the route is served",
                () -> Wire.get(port, HOST, "/host").status() == 200);
    }

    @Test
    void what_nginx_serves_comes_as_it_is() throws Exception {
        Programs.require("curl");
        try (Nginx nginx = new Nginx(work.resolve("nginx"))) {
            byte[] large = new byte[LARGE];
            Arrays.fill(large, (byte) 'x');
            Files.write(nginx.html().resolve("large.txt"), large);
            try (SluiceProcess sluice = standalone(nginx.port())) {
                awaitServed(sluice);
                String url = "http://127.0.0.1:" + sluice.httpPort();
                assertThat(curl(url + "/host")).isEqualTo("web.test 127.0.0.1 http");
                assertThat(curl(url + "/large.txt")).hasSize(LARGE);
                assertThat(curl(url + "/large.txt", "--compressed")).hasSize(LARGE);
                assertThat(curl(url + "/large.txt", "--range", "0-9,20-29", "--include"))
                        .contains("206", "multipart/byteranges");
                assertThat(curl(url + "/large.txt", "--head")).contains("Content-Length: " + LARGE);
                assertThat(curl(url + "/gone", "--include")).contains("204 No Content");
                assertThat(curl(url + "/moved", "--include")).contains("302", "/host");
                assertThat(curl(url + "/large.txt", "--http2-prior-knowledge")).hasSize(LARGE);
                assertThat(curl(url + "/large.txt", "--header", "If-None-Match: *"))
                        .isEmpty();
            }
        }
    }

    @Test
    void no_request_fails_while_nginx_closes_connections_and_takes_a_new_configuration() throws Exception {
        try (Nginx nginx = new Nginx(work.resolve("nginx"))) {
            Files.writeString(nginx.html().resolve("index.html"), "hello");
            try (SluiceProcess sluice = standalone(nginx.port());
                    LoadBalancer clients = new LoadBalancer(HOST).member(sluice)) {
                awaitServed(sluice);
                clients.start();
                for (int i = 0; i < 5; i++) {
                    clients.awaitMore(300);
                    nginx.reload();
                }
                clients.awaitMore(300);
                assertThat(clients.failures()).isEmpty();
            }
        }
    }

    @Test
    void h2load_finds_no_failure_in_either_form_of_http2() throws Exception {
        Programs.require("h2load");
        try (Backend backend = new Backend("hello");
                SluiceProcess sluice = standalone(backend.port())) {
            awaitServed(sluice);
            for (String url :
                    new String[] {"http://127.0.0.1:" + sluice.httpPort(), "https://127.0.0.1:" + sluice.httpsPort()}) {
                String said = Programs.run(
                        "h2load", "-n", "5000", "-c", "10", "-m", "20", "-H", ":authority: " + HOST, url + "/");
                assertThat(said)
                        .contains("5000 succeeded, 0 failed, 0 errored, 0 timeout")
                        .contains("status codes: 5000 2xx");
            }
        }
    }

    /** Within TLS 1.2 openssl asks for another handshake when it is told {@code R}. */
    @ParameterizedTest
    @ValueSource(strings = {"openssl", "jdk"})
    void who_asks_openssl_for_another_handshake_is_served_nothing_more(String provider) throws Exception {
        Programs.require("openssl");
        String get = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
        try (Backend backend = new Backend("hello there");
                SluiceProcess sluice = standalone(backend.port(), "SLUICE__DATA_PLANE__TLS__PROVIDER", provider)) {
            awaitServed(sluice);
            try (Conversation openssl = new Conversation(
                    "openssl", "s_client", "-tls1_2", "-crlf", "-connect", "127.0.0.1:" + sluice.httpsPort())) {
                String said = openssl.hears("Secure Renegotiation IS supported")
                        .tell(get.replace("\r", ""))
                        .hears("hello there")
                        .tell("R\n")
                        .hears("RENEGOTIATING")
                        .end();
                assertThat(said).containsOnlyOnce("HTTP/1.1 200").contains("alert");
            }
        }
    }

    /** What comes before the handshake is made could be sent again by anybody who has seen it (RFC 8446 section 8). */
    @ParameterizedTest
    @ValueSource(strings = {"openssl", "jdk"})
    void openssl_is_not_let_ask_before_the_handshake_is_made(String provider) throws Exception {
        Programs.require("openssl");
        String get = "GET / HTTP/1.1\nHost: " + HOST + "\nConnection: close\n\n";
        String session = work.resolve("session").toString();
        Path early = Files.writeString(work.resolve("early"), get.replace("\n", "\r\n"));
        try (Backend backend = new Backend("hello there");
                SluiceProcess sluice = standalone(backend.port(), "SLUICE__DATA_PLANE__TLS__PROVIDER", provider)) {
            awaitServed(sluice);
            String address = "127.0.0.1:" + sluice.httpsPort();
            try (Conversation first = new Conversation(
                    "openssl", "s_client", "-tls1_3", "-crlf", "-sess_out", session, "-connect", address)) {
                assertThat(first.hears("SSL handshake has read").tell(get).end())
                        .contains("hello there", "Max Early Data: 0\n")
                        .doesNotContainPattern("Max Early Data: [1-9]");
            }
            try (Conversation again = new Conversation(
                    "openssl",
                    "s_client",
                    "-tls1_3",
                    "-crlf",
                    "-sess_in",
                    session,
                    "-early_data",
                    early.toString(),
                    "-connect",
                    address)) {
                assertThat(again.hears("Early data was").tell(get).end())
                        .contains("Reused, TLSv1.3", "Early data was not sent", "hello there");
            }
        }
    }

    private static String curl(String url, String... more) throws Exception {
        String[] fixed = {"curl", "--silent", "--max-time", "20", "--header", "Host: " + HOST, url};
        String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return Programs.run(all);
    }
}
