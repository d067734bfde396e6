package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.publish.Sample;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Drained;
import dev.sluice.wire.v1.FromDataPlane;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What is written of each change that is made through the API. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AuditTest {
    private final Running running = new Running();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.sluice.audit");

    @BeforeEach
    void begin() throws Exception {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        running.source.begin(
                Sample.ingressClass(),
                Sample.slice("web", "10.0.0.1"),
                Sample.service("web"),
                Sample.ingress("web", "web.example", "web"));
        running.plane.whenReady().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        running.close();
    }

    @Test
    void aDecisionIsWrittenDownWithWhoWhenWhyAndWhatCameOfIt() throws Exception {
        Instant before = Instant.now();
        running.decide("{\"action\":\"freeze\",\"who\":\"ann\",\"why\":\"checkout\\nfails\"}");
        running.decide("{\"action\":\"rollback\",\"release\":\"000000000000\",\"who\":\"bob\",\"why\":\"x\"}");
        assertThat(lines.list).hasSize(2);
        ILoggingEvent first = lines.list.get(0);
        assertThat(first.getFormattedMessage())
                .isEqualTo("FREEZE of fleet default by 'ann' because 'checkout fails': Written");
        assertThat(Instant.ofEpochMilli(first.getTimeStamp())).isBetween(before.minusMillis(1), Instant.now());
        assertThat(lines.list.get(1).getFormattedMessage())
                .startsWith("ROLLBACK of fleet default by 'bob' because 'x': ");
    }

    @Test
    void aDrainIsWrittenDownAlsoWhereNobodyIsThere() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient();
                StreamClient plane = running.connect("edge-1")) {
            plane.applyNext();
            CompletableFuture<HttpResponse<String>> drained = drain(http, "edge-1");
            Command command = plane.command();
            plane.send(FromDataPlane.newBuilder()
                    .setCommandResult(CommandResult.newBuilder()
                            .setId(command.getId())
                            .setDrained(Drained.getDefaultInstance())));
            assertThat(drained.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(drain(http, "edge-9").get(30, TimeUnit.SECONDS).statusCode())
                    .isEqualTo(404);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        begun -> assertThat(begun)
                                .isEqualTo("drain of data plane edge-1 by 'ann' because 'a new kernel': begun"),
                        failed -> assertThat(failed).contains("edge-9", "'ann'", "no data plane 'edge-9'"));
    }

    private CompletableFuture<HttpResponse<String>> drain(HttpClient http, String node) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.plane.apiPort() + "/api/v1/dataplanes/"
                                + node + "/drain"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"who\":\"ann\",\"why\":\"a new kernel\"}"))
                        .build(),
                BodyHandlers.ofString());
    }
}
