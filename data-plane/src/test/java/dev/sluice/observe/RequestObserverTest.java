package dev.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.Passed;
import dev.sluice.forward.Traffic;
import dev.sluice.http.Reason;
import dev.sluice.key.ResourceKey.RouteKey;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in metrics and log after requests. */
class RequestObserverTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T03:26:45Z"));

    private final RequestMetrics metrics = new RequestMetrics(1);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Traffic traffic(AccessLog log) {
        return new Traffic(new RequestObserver(metrics, log));
    }

    private List<String> lines(LogFormat format, java.util.function.Consumer<Traffic> requests) {
        try (AccessLog log = AccessLog.to(LogSink.to(out), format, 1, CLOCK, 1 << 16)) {
            requests.accept(traffic(log));
        }
        return out.toString(StandardCharsets.US_ASCII).lines().toList();
    }

    @Test
    void aForwardedRequestIsOneLineThatToolsForNginxRead() {
        List<String> lines = lines(
                LogFormat.TEXT,
                traffic -> traffic.forwarded(
                        "/a?b", 1_500_000, "User-Agent: curl/8", "X-Request-ID: abc", "Content-Length: 0"));
        assertThat(lines)
                .containsExactly("192.0.2.7 - - [21/Nov/2026:03:26:45 +0000] \"GET /a?b HTTP/1.1\" 200 5 \"-\""
                        + " \"curl/8\" host=\"a.example\" id=\"abc\" route=\"default/web/a.example/\""
                        + " upstream=10.0.0.1:8080 reason=forwarded attempts=1 in=0 time=0.001500"
                        + " upstream_time=0.001500");
    }

    @Test
    void aRequestThatFailedSaysWhy() {
        List<String> lines = lines(LogFormat.TEXT, Traffic::unreachable);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .contains("\" 502 ", " reason=connect-failed attempts=1 ")
                .endsWith(" detail=\"connection \\x22refused\\x22\"");
    }

    @Test
    void aClientThatWentAwayIs499AsInNginx() {
        assertThat(lines(LogFormat.TEXT, Traffic::aborted))
                .singleElement()
                .asString()
                .contains("\" 499 0 ", "reason=client-aborted");
    }

    @Test
    void jsonLinesHaveTheSameValues() {
        assertThat(lines(LogFormat.JSON, traffic -> traffic.forwarded("/a\"b", 0, "X-Request-ID: abc")))
                .containsExactly("{\"time\":\"2026-11-21T03:26:45Z\",\"client\":\"192.0.2.7\",\"method\":\"GET\","
                        + "\"target\":\"/a\\\"b\",\"protocol\":\"HTTP/1.1\",\"status\":200,\"bytes\":5,"
                        + "\"referer\":\"-\",\"agent\":\"-\",\"host\":\"a.example\",\"id\":\"abc\","
                        + "\"route\":\"default/web/a.example/\",\"upstream\":\"10.0.0.1:8080\","
                        + "\"reason\":\"forwarded\",\"attempts\":1,\"in\":0,\"duration\":0.000000,"
                        + "\"upstream_duration\":0.000000}");
    }

    @Test
    void aConnectionThatWasPassedThroughIsALineOfTheSameNames() {
        assertThat(passed(LogFormat.JSON, "a.example", Reason.UPSTREAM_RESET, "it said \"no\""))
                .isEqualTo("{\"time\":\"2026-11-21T03:26:45Z\",\"client\":\"192.0.2.7\",\"method\":\"PASSTHROUGH\","
                        + "\"target\":\"a.example\",\"protocol\":\"TLS\",\"status\":0,\"bytes\":7000,"
                        + "\"host\":\"a.example\",\"route\":\"default/web/a.example|Passthrough\","
                        + "\"upstream\":\"-\",\"reason\":\"upstream-reset\",\"attempts\":2,\"in\":600,"
                        + "\"duration\":1.500000,\"upstream_duration\":0.002000,"
                        + "\"detail\":\"it said \\\"no\\\"\"}");
        assertThat(passed(LogFormat.TEXT, "", Reason.FORWARDED, ""))
                .isEqualTo("192.0.2.7 - - [21/Nov/2026:03:26:45 +0000] \"PASSTHROUGH - TLS\" 0 7000 \"-\" \"-\""
                        + " host=\"-\" id=\"-\" route=\"default/web/a.example|Passthrough\" upstream=-"
                        + " reason=forwarded attempts=2 in=600 time=1.500000 upstream_time=0.002000");
    }

    private String passed(LogFormat format, String serverName, Reason reason, String detail) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.to(LogSink.to(written), format, 1, CLOCK, 1 << 16)) {
            log.lane(0)
                    .write(new Passed(
                            new ClientConnection(443, "https", "192.0.2.7", 4711),
                            serverName,
                            new RouteKey("default/web/a.example|Passthrough"),
                            null,
                            reason,
                            2,
                            600,
                            7000,
                            1_500_000_000,
                            2_000_000,
                            detail));
        }
        return written.toString(StandardCharsets.US_ASCII).strip();
    }

    @Test
    void metricsCountByReasonAndStatusClass() {
        Traffic traffic = traffic(AccessLog.off());
        traffic.forwarded("/", 1_000_000);
        traffic.forwarded("/", 1_000_000);
        traffic.unmatched("/");
        traffic.unreachable();
        traffic.aborted();
        traffic.open();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register(metrics);
        assertThat(registry.scrape().lines())
                .contains(
                        "sluice_requests_total{code=\"2xx\",reason=\"forwarded\"} 2.0",
                        "sluice_requests_total{code=\"4xx\",reason=\"no-route\"} 1.0",
                        "sluice_requests_total{code=\"5xx\",reason=\"connect-failed\"} 1.0",
                        "sluice_requests_total{code=\"none\",reason=\"client-aborted\"} 1.0",
                        "sluice_requests_in_flight 1.0",
                        "sluice_upstream_attempts_total 5.0",
                        "sluice_upstream_retries_total{reason=\"connect-failed\"} 1.0",
                        "sluice_response_body_bytes_total " + (10.0 + bodies()),
                        "sluice_request_duration_seconds_count 5",
                        "sluice_request_duration_seconds_bucket{le=\"0.001048576\"} 5",
                        "sluice_upstream_response_seconds_count 2");
    }

    @Test
    void aRequestHasFailedWhetherABackendOrTheProxyAnswers5xxAndNoOtherHas() {
        lines(LogFormat.TEXT, traffic -> {
            traffic.answered(200);
            traffic.answered(404);
            traffic.unmatched("/");
            traffic.aborted();
        });
        assertThat(metrics.failed()).isZero();
        lines(LogFormat.TEXT, traffic -> {
            traffic.answered(503);
            traffic.answered(500);
            traffic.unreachable();
        });
        assertThat(metrics.failed()).isEqualTo(3);
        assertThat(metrics.ended()).isEqualTo(7);
    }

    /** Sluice's own two answers. */
    private static int bodies() {
        return ("404 Not Found\nreason: no-route\nrequest: \n".length() + 32)
                + ("502 Bad Gateway\nreason: connect-failed\nrequest: \n".length() + 32);
    }

    @Test
    void aSinkThatIsTooSlowLosesLinesAndCountsThem() {
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        try (AccessLog log = AccessLog.to(LogSink.to(stuck), LogFormat.TEXT, 1, CLOCK, 1 << 10)) {
            Traffic traffic = traffic(log);
            for (int i = 0; i < 100; i++) {
                traffic.unmatched("/" + "x".repeat(200));
            }
            assertThat(log.dropped()).isPositive();
        }
    }

    @Test
    void aFileThatIsMovedAwayIsMadeAnew(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("access.log");
        try (AccessLog log = AccessLog.to(LogSink.file(file), LogFormat.TEXT, 1)) {
            traffic(log).unmatched("/first");
        }
        Files.move(file, directory.resolve("access.log.1"));
        try (AccessLog log = AccessLog.to(LogSink.file(file), LogFormat.TEXT, 1)) {
            traffic(log).unmatched("/second");
        }
        assertThat(Files.readString(directory.resolve("access.log.1"))).contains("/first");
        assertThat(Files.readString(file)).contains("/second").doesNotContain("/first");
    }
}
