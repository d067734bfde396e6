package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code ./sluice demo} as a person meets it. */
class DemoE2E {
    private static final String[] FREE_PORTS = {
        "demo", "--http-port", "0", "--https-port", "0", "--admin-port", "0", "--api-port", "0", "--discovery-port", "0"
    };
    private static final Pattern PAGE = Pattern.compile("^page +(http://\\S+)$", Pattern.MULTILINE);
    private static final Pattern CURL = Pattern.compile("(curl .*)$");

    @Test
    void every_printed_curl_line_works() throws Exception {
        Programs.require("curl");
        try (SluiceProcess demo = SluiceProcess.start(FREE_PORTS)) {
            demo.await("Ctrl-C ends the demo");
            List<String> commands = demo.output()
                    .lines()
                    .map(CURL::matcher)
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .toList();
            assertThat(commands).hasSizeGreaterThanOrEqualTo(6);
            for (String command : commands) {
                String answer = run(command + " -s -m 5 -w ' %{http_code}'");
                assertThat(answer)
                        .as(command)
                        .endsWith(command.endsWith("/api/payments") ? " 503" : " 200")
                        .doesNotContain("curl:");
            }
        }
    }

    @Test
    void the_status_api_and_the_page_are_where_it_says() throws Exception {
        try (SluiceProcess demo = SluiceProcess.start(FREE_PORTS)) {
            demo.await("Ctrl-C ends the demo");
            int port = demo.apiPort();
            assertThat(Wire.get(port, "localhost", "/api/v1/routes").body()).contains("shop.localhost");
            assertThat(Wire.get(port, "localhost", "/api/v1/problems").body()).contains("payments");
            assertThat(Wire.get(port, "x", "/readyz").status()).isEqualTo(200);
            assertThat(page(demo.output())).contains("<title>Sluice</title>");
            assertThat(Wire.get(demo.adminPort(), "x", "/readyz").status()).isEqualTo(200);
        }
    }

    /** What a browser is sent at the address that is printed. */
    private static String page(String output) throws IOException, InterruptedException {
        Matcher address = PAGE.matcher(output);
        assertThat(address.find()).isTrue();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address.group(1)))
                    .header("Accept", "text/html")
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    void sigterm_ends_it_cleanly() throws Exception {
        try (SluiceProcess demo = SluiceProcess.start(FREE_PORTS)) {
            demo.await("Ctrl-C ends the demo");
            demo.terminate();
            assertThat(demo.exitStatus()).isEqualTo(143);
            assertThat(demo.output()).doesNotContain("Exception").doesNotContain("WARN");
        }
    }

    @Test
    void a_taken_port_is_said_in_one_line_with_the_flag() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            String[] arguments = FREE_PORTS.clone();
            arguments[2] = port;
            try (SluiceProcess demo = SluiceProcess.start(arguments)) {
                assertThat(demo.exitStatus()).isEqualTo(1);
                assertThat(demo.output().lines().filter(line -> line.startsWith("sluice:")))
                        .singleElement()
                        .asString()
                        .contains(port)
                        .contains("--http-port");
                assertThat(demo.output()).doesNotContain("\tat ");
            }
        }
    }

    @Test
    void a_wrong_flag_is_said_in_one_line() throws Exception {
        try (SluiceProcess demo = SluiceProcess.start("demo", "--htp-port", "0")) {
            assertThat(demo.exitStatus()).isEqualTo(2);
            assertThat(demo.output()).contains("--htp-port").contains("--help").doesNotContain("\tat ");
        }
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
