package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.publish.Sample;
import dev.sluice.state.ObservedObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Laws of pages, over HTTP. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ApiPagingTest {
    private static final int OBJECTS = 60;

    private final Running running = new Running();

    @BeforeEach
    void begin() throws Exception {
        Stream<ObservedObject> ingresses = Stream.iterate(0, i -> i + 1)
                .limit(OBJECTS)
                .map(i -> Sample.ingress("i" + i, "h" + i + ".example", i % 3 == 0 ? "nowhere" : "web"));
        running.source.begin(Stream.concat(
                        Stream.of(Sample.ingressClass(), Sample.service("web"), Sample.slice("web", addresses())),
                        ingresses)
                .toArray(ObservedObject[]::new));
        running.plane.whenReady().get(10, TimeUnit.SECONDS);
        Awaitility.await()
                .until(() -> page("/api/v1/routes?limit=1").path("total").asInt() == OBJECTS);
        Awaitility.await()
                .until(() -> page("/api/v1/endpoints?limit=1").path("total").asInt() == OBJECTS);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private static String[] addresses() {
        return Stream.iterate(1, i -> i + 1)
                .limit(OBJECTS)
                .map(i -> "10.0.0." + i)
                .toArray(String[]::new);
    }

    @Test
    void pagesTogetherAreTheWholeWhateverTheirSizeAndFilters() throws Exception {
        for (String list : List.of(
                "/api/v1/routes?",
                "/api/v1/routes?refused=true&",
                "/api/v1/routes?q=H1&",
                "/api/v1/routes?class=sluice&service=default/web&",
                "/api/v1/problems?",
                "/api/v1/problems?severity=error&q=nowhere&",
                "/api/v1/endpoints?namespace=default&",
                "/api/v1/services?",
                "/api/v1/receipts?notLive=true&")) {
            JsonNode whole = page(list + "limit=10000");
            assertThat(whole.path("continue").asText()).isEmpty();
            assertThat(whole.path("items")).hasSize(whole.path("total").asInt());
            assertThat(whole.path("total").asInt()).as(list).isPositive();
            for (int size : new int[] {1, 7, OBJECTS, OBJECTS + 1}) {
                List<JsonNode> items = new ArrayList<>();
                String next = "";
                do {
                    JsonNode page = page(list + "limit=" + size + (next.isEmpty() ? "" : "&continue=" + next));
                    assertThat(page.path("total")).isEqualTo(whole.path("total"));
                    page.path("items").forEach(items::add);
                    next = page.path("continue").asText();
                } while (!next.isEmpty());
                assertThat(items).as(list + size).containsExactlyElementsOf(whole.path("items"));
            }
        }
    }

    @Test
    void whatIsThereAllTheTimeIsInOnePageWhateverComesAndGoesBetween() throws Exception {
        Random random = new Random(42);
        TreeSet<String> always = new TreeSet<>();
        page("/api/v1/routes?limit=1000")
                .path("items")
                .forEach(item -> always.add(item.path("source").asText()));
        List<String> seen = new ArrayList<>();
        String next = "";
        int added = 0;
        do {
            JsonNode page = page("/api/v1/routes?limit=7" + (next.isEmpty() ? "" : "&continue=" + next));
            page.path("items").forEach(item -> seen.add(item.path("source").asText()));
            next = page.path("continue").asText();
            int gone = random.nextInt(OBJECTS);
            always.remove("Ingress default/i" + gone);
            running.source.delete(Sample.ingress("i" + gone, "h" + gone + ".example", "web"));
            running.source.apply(Sample.ingress("n" + added, "n" + added + ".example", "web"));
            String last = "/api/v1/routes?object=Ingress%20default/n" + added;
            Awaitility.await().until(() -> page(last).path("total").asInt() == 1);
            added++;
        } while (!next.isEmpty());
        assertThat(seen).doesNotHaveDuplicates().containsAll(always);
    }

    @Test
    void aTagChangesWithWhatIsAnsweredAndIsTheSameAsLongAsThatIs() throws Exception {
        String before = tag("/api/v1/routes");
        assertThat(tag("/api/v1/routes")).isEqualTo(before);
        assertThat(tag("/api/v1/routes?limit=3")).isNotEqualTo(before);
        running.source.apply(Sample.ingress("more", "more.example", "web"));
        Awaitility.await().until(() -> !tag("/api/v1/routes").equals(before));
    }

    private String tag(String path) throws Exception {
        return running.get(path).headers().firstValue("ETag").orElseThrow();
    }

    private JsonNode page(String path) throws Exception {
        HttpResponse<String> answer = running.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}
