package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.controlplane.Contract.Asked;
import dev.sluice.publish.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is asked, the answer is never a fault, and every error is a problem in the form of RFC 9457. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ApiFuzzTest {
    private static final int REQUESTS = 1500;
    private static final int SECONDS = 10;
    private static final String[] VALUES = {
        "",
        "0",
        "1",
        "-1",
        "99999999999999999999",
        "true",
        "false",
        "default",
        "UPPER",
        "a%00b",
        "%ff%fe",
        "%E2%82%AC",
        "..",
        "%2e%2e%2f",
        "*",
        "%22",
        "%7B%7D",
        "%0d%0aX:%20y",
        "AAAA",
        "30s",
        "1ms",
        "+",
        "%25",
        "Ingress%20default/web",
        "edge-1"
    };
    private static final String[] BODIES = {
        "",
        "{}",
        "[]",
        "null",
        "1",
        "\"x\"",
        "{",
        "{\"action\":\"rollback\"}",
        "{\"action\":7}",
        "{\"who\":\"\\u0000\"}",
        "{\"action\":\"freeze\",\"fleet\":\"..\"}",
        "{\"who\":{}}",
        "{\"nonesuch\":1}",
        "\u0000\u0001",
        "{\"action\":\"rollback\",\"release\":\"zz\",\"who\":\"a\"}",
        "[".repeat(5000),
        "{\"why\":\"" + "x".repeat(2000) + "\",\"who\":\"a\",\"action\":\"freeze\"}"
    };

    private final Running running = new Running();
    private final Contract contract;
    private final Random random = new Random(Long.getLong("fuzz.seed", 20_26L));

    ApiFuzzTest() throws IOException {
        contract = new Contract();
    }

    @BeforeEach
    void begin() throws Exception {
        running.source.begin(
                Sample.ingressClass(),
                Sample.slice("web", "10.0.0.1"),
                Sample.service("web"),
                Sample.ingress("web", "web.example", "web"));
        running.plane.whenReady().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    /** @param status 0 if the connection was closed without an answer */
    private record Answer(int status, String type, String body) {}

    @Test
    void noQueryAndNoBodyIsAFault() throws Exception {
        List<Asked> operations = new ArrayList<>(contract.operations());
        operations.removeIf(asked -> asked.path().equals("/api/v1/events"));
        for (int i = 0; i < REQUESTS; i++) {
            Asked asked = operations.get(random.nextInt(operations.size()));
            String request = request(asked);
            good(request, send(request));
        }
    }

    @Test
    void noBytesAreAFault() throws Exception {
        for (String bytes : List.of(
                "GET / HTTP/9.9\r\n\r\n",
                "G@T / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "GET /a?b=%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "GET http://[::: HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: \u0001\r\n\r\n",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n",
                "NONESUCH / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")) {
            good(bytes, send(bytes));
        }
    }

    private static void good(String request, Answer answer) throws IOException {
        String what = request.substring(0, Math.min(request.length(), 200)) + " -> " + answer;
        assertThat(answer.status()).as(what).isNotEqualTo(500).isNotZero();
        if (answer.status() >= 400 && !request.startsWith("GET /readyz")) {
            assertThat(answer.type()).as(what).startsWith("application/problem+json");
            JsonNode problem = new ObjectMapper().readTree(answer.body());
            assertThat(problem.path("status").asInt()).as(what).isEqualTo(answer.status());
            assertThat(problem.path("detail").asText()).as(what).isNotEmpty();
        }
    }

    private String request(Asked asked) {
        StringBuilder path =
                new StringBuilder(asked.path().replace("{node}", value()).replace("{release}", value()));
        List<String> names = new ArrayList<>(contract.names(asked, "query"));
        names.add("nonesuch");
        names.remove("wait"); // what waits is answered late, and nothing else
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append(path.indexOf("?") < 0 ? '?' : '&')
                    .append(names.get(random.nextInt(names.size())))
                    .append('=')
                    .append(value());
        }
        boolean post = asked.method().equals("POST");
        byte[] body = (post ? BODIES[random.nextInt(BODIES.length)] : "").getBytes(StandardCharsets.UTF_8);
        return asked.method() + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + (post
                        ? "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n"
                                + new String(body, StandardCharsets.UTF_8)
                        : "\r\n");
    }

    private String value() {
        return VALUES[random.nextInt(VALUES.length)];
    }

    private Answer send(String request) throws IOException {
        try {
            return ask(request);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer to " + request.substring(0, Math.min(request.length(), 200)), e);
        }
    }

    private Answer ask(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", running.plane.apiPort())) {
            socket.setSoTimeout(SECONDS * 1000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return answer(socket.getInputStream());
        }
    }

    /** The answers that are looked at have a length, or the connection ends. */
    private static Answer answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int next;
        while (head.indexOf("\r\n\r\n") < 0 && (next = in.read()) >= 0) {
            head.append((char) next);
        }
        if (head.isEmpty()) {
            return new Answer(0, "", "");
        }
        String[] lines = head.toString().split("\r\n");
        int length = Integer.parseInt(field(lines, "content-length").orElse("0"));
        return new Answer(
                Integer.parseInt(lines[0].split(" ")[1]),
                field(lines, "content-type").orElse(""),
                new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static Optional<String> field(String[] lines, String name) {
        for (String line : lines) {
            if (line.regionMatches(true, 0, name + ": ", 0, name.length() + 2)) {
                return Optional.of(line.substring(name.length() + 2));
            }
        }
        return Optional.empty();
    }
}
