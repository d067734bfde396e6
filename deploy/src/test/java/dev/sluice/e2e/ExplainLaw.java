package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Requests to one data plane: each is explained by the status API of a replica, then sent, and at last found again in the access
 * log and by its ID. The rule, the outcome, the status and the endpoint must be the same each time.
 */
final class ExplainLaw {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ENOUGH = 20;
    private static final int OFTEN = 8;
    private static final List<String> HOSTS =
            List.of("x.law.test", "y.x.law.test", "z.law.test", "gone.test", "nobody.test");
    private static final List<String> TYPES = List.of("Prefix", "Prefix", "Exact", "ImplementationSpecific");
    private static final List<String> RULES = List.of("/", "/a", "/a/b", "/a/", "/b");
    private static final List<String> SERVICES = List.of("pair", "pair", "single", "empty", "missing");
    private static final List<String> ANNOTATIONS = List.of(
            "",
            "",
            "nginx.ingress.kubernetes.io/proxy-body-size: '3'",
            "nginx.ingress.kubernetes.io/force-ssl-redirect: 'true'",
            "nginx.ingress.kubernetes.io/auth-url: 'http://auth.test/'");
    private static final List<String> PATHS = List.of(
            "/", "/a", "/a/", "/a/b", "/ab", "/a/b/c", "/a/../b", "/a%2Fb", "/%41", "/b?q=1", "/a?q=2&r=%26", "/b/");

    private final StatusApi replica;
    private final String node;
    private final int port;
    private final Random random;
    private final List<Sent> sent = new ArrayList<>();

    /** @param port of the data plane {@code node} */
    ExplainLaw(StatusApi replica, String node, int port, long seed) {
        this.replica = replica;
        this.node = node;
        this.port = port;
        this.random = new Random(seed);
    }

    /** A request with what was explained before it was sent, and what came back. */
    private record Sent(String id, String host, JsonNode explained, int status) {
        boolean forwarded() {
            return explained.path("outcome").asText().equals("forward");
        }

        /** That the balancer would have asked next. */
        List<String> picks() {
            return StreamSupport.stream(explained.at("/shares/0/picks").spliterator(), false)
                    .filter(pick -> pick.path("chance").asDouble() > 0)
                    .map(pick -> pick.path("endpoint").asText())
                    .toList();
        }
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Ingresses whose rules overlap in hosts and paths; and one whose Service is gone. */
    static String ingresses(Random random, int count) {
        StringBuilder all = new StringBuilder(Manifest.ingress("gone", "gone.test", "/", "missing"));
        for (int i = 0; i < count; i++) {
            String host =
                    one(random, List.of("x.law.test", "x.law.test", "'*.x.law.test'", "'*.law.test'", "z.law.test"));
            String ingress = Manifest.ingress("law-" + i, host, one(random, RULES), one(random, SERVICES))
                    .replace("pathType: Prefix", "pathType: " + one(random, TYPES));
            String annotation = one(random, ANNOTATIONS);
            all.append(
                    annotation.isEmpty()
                            ? ingress
                            : ingress.replace(
                                    "namespace: default}\nspec",
                                    "namespace: default, annotations: {" + annotation + "}}\nspec"));
        }
        return all.toString();
    }

    /** So many requests, one after the other: then nobody else moves the balancer. */
    void ask(int requests) throws IOException {
        for (int i = 0; i < requests; i++) {
            String host = one(random, HOSTS);
            String path = one(random, PATHS);
            String body = "body".substring(random.nextInt(5));
            String method = body.isEmpty() ? "GET" : "POST";
            List<String> fields = new ArrayList<>(List.of("Content-Length: " + body.length()));
            if (random.nextInt(20) == 0) {
                fields.add("Expect: wonders");
            }
            JsonNode explained = explained(method, host, path, fields);
            String id = "law-" + node + "-" + i;
            fields.add("X-Request-ID: " + id);
            try (Wire wire = new Wire(port)) {
                sent.add(new Sent(
                        id,
                        host,
                        explained,
                        wire.send(method, host, path, fields, body).status()));
            }
        }
    }

    private JsonNode explained(String method, String host, String path, List<String> fields) throws IOException {
        StringBuilder query = new StringBuilder(
                "/api/v1/explain?node=" + node + "&method=" + method + "&host=" + host + "&path=" + encoded(path));
        fields.forEach(field -> query.append("&header=").append(encoded(field)));
        StatusApi.Answer answer = replica.get(query.toString());
        assertThat(answer.status()).as("%s: %s", query, answer.body()).isEqualTo(200);
        assertThat(answer.at("/node")).isEqualTo(node);
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * What became of them, by the access log and for some by asking for their ID, is what was explained.
     *
     * @return the outcomes that there were
     */
    TreeSet<String> check(Path accessLog) throws IOException {
        Map<String, TreeSet<String>> served = new TreeMap<>();
        Map<String, Integer> times = new TreeMap<>();
        TreeSet<String> outcomes = new TreeSet<>();
        Map<String, JsonNode> lines = lines(accessLog);
        for (int i = 0; i < sent.size(); i++) {
            Sent each = sent.get(i);
            JsonNode line = lines.getOrDefault(each.id(), MissingNode.getInstance());
            logged(each, line);
            if (i % OFTEN == 0) {
                remembered(each);
            }
            outcomes.add(each.explained().path("outcome").asText());
            if (each.forwarded()) {
                String upstream = each.explained().at("/shares/0/upstream").asText();
                TreeSet<String> endpoints = served.computeIfAbsent(upstream, key -> new TreeSet<>());
                endpoints.add(line.path("upstream").asText());
                int count = times.getOrDefault(upstream, 0) + 1;
                times.put(upstream, count);
                whole(each, count, endpoints);
            }
        }
        return outcomes;
    }

    /** By ID. */
    private Map<String, JsonNode> lines(Path accessLog) {
        Map<String, JsonNode> lines = new TreeMap<>();
        Eventually.within(AskedFleet.LIMIT, "all are in the access log", () -> {
            for (String line : Files.readAllLines(accessLog)) {
                JsonNode read = JSON.readTree(line);
                lines.put(read.path("id").asText(), read);
            }
            return sent.stream().allMatch(each -> lines.containsKey(each.id()));
        });
        return lines;
    }

    private static void logged(Sent each, JsonNode line) {
        JsonNode explained = each.explained();
        String what = explained + "\n" + line;
        String outcome = explained.path("outcome").asText();
        assertThat(line.path("host").asText()).as(what).isEqualTo(each.host());
        assertThat(line.path("route").asText())
                .as(what)
                .isEqualTo(explained.path("route").asText("-"));
        assertThat(line.path("reason").asText()).as(what).isEqualTo(each.forwarded() ? "forwarded" : outcome);
        assertThat(each.status())
                .as(what)
                .isEqualTo(each.forwarded() ? 200 : explained.path("status").asInt());
        assertThat(line.path("status").asInt()).as(what).isEqualTo(each.status());
        assertThat(each.forwarded() ? each.picks() : List.of("-"))
                .as(what)
                .contains(line.path("upstream").asText());
    }

    private void remembered(Sent each) throws IOException {
        StatusApi.Answer told = replica.get("/api/v1/explain?request-id=" + each.id());
        String what = each.explained() + "\n" + told.body();
        JsonNode happened = told.body().at("/happened/0");
        assertThat(told.status()).as(what).isEqualTo(200);
        assertThat(told.body().path("happened")).as(what).hasSize(1);
        assertThat(happened.path("node").asText()).as(what).isEqualTo(node);
        for (String same : List.of("route", "outcome", "version")) {
            boolean asked =
                    !same.equals("version") || !happened.path(same).isNull(); // null where it was answered before
            assertThat(happened.path(same))
                    .as(what)
                    .isEqualTo(asked ? each.explained().path(same) : happened.path(same));
        }
        assertThat(happened.path("status").asInt()).as(what).isEqualTo(each.status());
        assertThat(each.forwarded() ? each.picks() : List.of("-"))
                .as(what)
                .contains(happened.path("endpoint").asText("-"));
    }

    /** After some requests each of the endpoints that were explained has had one, and no other. */
    private static void whole(Sent each, int times, TreeSet<String> served) {
        if (times == ENOUGH) {
            TreeSet<String> explained = new TreeSet<>();
            each.explained().at("/shares/0/endpoints").forEach(endpoint -> explained.add(endpoint.asText()));
            assertThat(served).isEqualTo(explained);
        }
    }
}
