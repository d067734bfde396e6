package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a replica says of the cluster it is in. */
final class MembersTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aReplicaThatIsAloneLeadsAndHasNoMembers() throws Exception {
        try (Running running = new Running()) {
            JsonNode members = members(running);
            assertThat(members.path("clustered").asBoolean()).isFalse();
            assertThat(members.path("leading").asBoolean()).isTrue();
            assertThat(members.path("members")).isEmpty();
            assertThat(get(running, "/metrics")).doesNotContain("sluice_cluster");
        }
    }

    @Test
    void aReplicaInAClusterNamesItsMembersAndWhoLeads() throws Exception {
        Map<String, Object> settings = Map.of("cluster.enabled", true, "cluster.port", 0, "replica.name", "cp-0");
        try (Running running = new Running(settings, Optional.empty())) {
            Awaitility.await().until(() -> members(running).path("leading").asBoolean());
            JsonNode members = members(running);
            String address = members.path("address").asText();
            assertThat(address).startsWith("127.0.0.1:");
            assertThat(members.path("replica").asText()).isEqualTo(address.replace("127.0.0.1", "cp-0"));
            assertThat(members.path("leader").asText()).isEqualTo(address);
            assertThat(members.path("incarnations").asInt()).isEqualTo(1);
            assertThat(members.path("members").path(0).path("address").asText()).isEqualTo(address);
            assertThat(members.path("members").path(0).path("status").asText()).isEqualTo("Up");
            assertThat(get(running, "/metrics"))
                    .contains("sluice_cluster_members 1.0", "sluice_cluster_leading 1.0")
                    .contains("sluice_cluster_unreachable 0.0", "sluice_cluster_incarnations 1.0");
        }
    }

    private JsonNode members(Running running) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(running, "/api/v1/members"));
    }

    private String get(Running running, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + running.plane.apiPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
