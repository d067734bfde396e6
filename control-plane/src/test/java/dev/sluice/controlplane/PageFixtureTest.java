package dev.sluice.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.page.FixtureServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the page is tested with is what the status API answers. */
final class PageFixtureTest {
    private static final String ROUTE = "Ingress/shop/web-0000|web-0000.shop.example|Prefix|/";
    private static final Map<String, String> SCHEMAS = Map.ofEntries(
            Map.entry("status", "Status"),
            Map.entry("routes?limit=300", "RoutePage"),
            Map.entry("route?id=" + URLEncoder.encode(ROUTE, StandardCharsets.UTF_8), "Story"),
            Map.entry("dataplanes", "DataPlanePage"),
            Map.entry("certificates", "CertificatePage"),
            Map.entry("problems", "ProblemPage"),
            Map.entry("members", "Members"),
            Map.entry("decision", "Decision"),
            Map.entry("propagation", "PropagationList"),
            Map.entry("history", "History"),
            Map.entry("history/5be0417c2d91/difference?to=91c2aa3fa9c1", "Difference"),
            Map.entry("receipts?notLive=true", "ReceiptPage"),
            Map.entry("receipts?kind=Ingress&namespace=shop&name=web-0000", "Receipt"),
            Map.entry("explain?host=a.example&path=%2F", "Explanation"),
            Map.entry("explain?request-id=7f3a", "EndedRequest"));

    @Test
    void everyAnswerIsAsItsSchemaSays() throws Exception {
        Contract contract = new Contract();
        try (FixtureServer server = new FixtureServer(0);
                HttpClient http = HttpClient.newHttpClient()) {
            for (Map.Entry<String, String> each : SCHEMAS.entrySet()) {
                contract.valid(each.getKey(), each.getValue(), answer(http, server, each.getKey()));
            }
        }
    }

    private static JsonNode answer(HttpClient http, FixtureServer server, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create(server.address() + "/api/v1/" + path);
        return new ObjectMapper()
                .readTree(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .body());
    }
}
