package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does what the pages on the status API show, one example after the other, and compares what comes of it. */
final class PageRun {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    /** A stream does not end by itself, and an error is one. */
    private static final String SHELL = """
            set -e -o pipefail
            curl() {
              case " $* " in
                *' -sN '*) command curl --max-time 2 "$@" || [ $? = 28 ] ;;
                *) command curl --fail-with-body --max-time 60 "$@" ;;
              esac
            }
            """;
    /** What the pages ask of kubectl, done to the Ingress shop/web of the mock API server, which kubectl cannot talk to. */
    private static final String KUBECTL = """
            #!/usr/bin/env bash
            set -eu
            all=$API_SERVER/apis/networking.k8s.io/v1/namespaces/shop/ingresses
            send() { curl -sf -o /dev/null -H "Content-Type: application/$2" -X "$1" -d "$3" "$4"; }
            there() { curl -sf "$all/web" || { send POST json @"$OBJECT" "$all"; curl -sf "$all/web"; }; }
            case " $* " in
              *' create token '*) echo a-token-that-nobody-asks-for ;;
              *' apply '*) words=$*; path=${words##*jsonpath=}; there | jq -r "$(tr -d '{}' <<< "$path")" ;;
              *' annotate '*) there > /dev/null; send PATCH merge-patch+json '{"metadata":{"annotations":{"sluice.dev/receipts":"true"}}}' "$all/web" ;;
              *' delete '*) curl -sf -o /dev/null -X DELETE "$all/web" ;;
              *' wait '*)
                wanted=$(sed 's/.*}=\\([0-9]*\\).*/\\1/' <<< "$*")
                for try in $(seq 300); do
                  [ "$(there | jq -r '.metadata.annotations["sluice.dev/live-generation"]')" != "$wanted" ] || exit 0
                  read -rt 0.1 <> <(:) || :
                done
                exit 1 ;;
              *) echo "unknown: $*"; exit 2 ;;
            esac
            """;

    private final AskedFleet fleet;
    private final Path work;
    private final String api;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> replaced = new HashMap<>();
    private final Set<String> names = new TreeSet<>();
    private String answer = "";

    /** @param api of the replica that is asked */
    PageRun(AskedFleet fleet, Path work, String api) throws IOException {
        this.fleet = fleet;
        this.work = work;
        this.api = api;
        Path programs = Files.createDirectories(work.resolve("programs"));
        Path kubectl = Files.writeString(programs.resolve("kubectl"), KUBECTL);
        assertThat(kubectl.toFile().setExecutable(true)).isTrue();
        Ingress web = fleet.api
                .client()
                .network()
                .v1()
                .ingresses()
                .inNamespace("shop")
                .withName("web")
                .get();
        web.getMetadata().setResourceVersion(null);
        web.getMetadata().setUid(null);
        Files.writeString(work.resolve("web.json"), Serialization.asJson(web));
    }

    void run(Path page) throws Exception {
        names.clear();
        PageExamples examples = PageExamples.read(page);
        assertThat(examples.blocks()).as("%s", page).isNotEmpty();
        for (PageExamples.Block block : examples.blocks()) {
            switch (block.kind()) {
                case COMMANDS -> commands(block.text());
                case JSON ->
                    assertThat(PageExamples.differs(known(block.text()), json.readTree(answer)))
                            .as("%s\n%s", block.text(), answer)
                            .isEmpty();
                case SESSION -> session(block.text());
                case TEXT -> text(block.text());
            }
        }
        assertThat(names).as("fields that %s explains", page).containsAll(examples.fields());
        for (String ask : examples.asks()) {
            if (ask.equals("events")) {
                continue; // it does not end; its example is followed above
            }
            assertThat(fleet.replica(1).get("/api/v1/" + real(ask)).status())
                    .as(ask)
                    .isEqualTo(200);
        }
    }

    /** In one shell, as who copies them has it. */
    private void commands(String text) throws Exception {
        String more = text.startsWith("page()") ? "\npage ''" : "";
        answer = shell(SHELL + known(text) + more, 0);
        for (String line : answer.split("\n(?=[{\\[])", -1)) {
            remember(line);
        }
    }

    private void remember(String text) {
        try {
            names.addAll(PageExamples.names(json.readTree(text)));
        } catch (JsonProcessingException e) {
            assertThat(text).as("an answer that is no JSON is a stream").contains("event: hello");
        }
    }

    /** A command that is refused, with the whole answer. */
    private void session(String text) throws Exception {
        String command = text.substring(2, text.indexOf('\n'));
        JsonNode said = json.readTree(shell(known(command), 0));
        assertThat(said).isEqualTo(json.readTree(text.substring(text.indexOf('\n'))));
    }

    private String shell(String script, int expected) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).directory(work.toFile());
        builder.environment().merge("PATH", "", (path, none) -> work.resolve("programs") + ":" + path);
        builder.environment().put("API_SERVER", "http://127.0.0.1:" + fleet.api.port());
        builder.environment().put("OBJECT", work.resolve("web.json").toString());
        Path complaints = Files.createTempFile(work, "stderr", "");
        Process process = builder.redirectError(complaints.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s\n%s\n%s", script, said, Files.readString(complaints))
                .isEqualTo(expected);
        return said;
    }

    /** With the addresses, and the request, of this run. */
    private String known(String text) {
        String here = text.replaceAll("(http://)?(localhost|sluice):7080", api);
        for (Map.Entry<String, String> each : replaced.entrySet()) {
            here = here.replace(each.getKey(), each.getValue());
        }
        return here;
    }

    private void text(String text) throws Exception {
        if (text.startsWith("404 ")) {
            lost(text);
        } else if (text.startsWith("event: ")) {
            event(text);
        } else {
            audited(text);
        }
    }

    /** What a data plane itself answers; by the ID that the page names it is asked for below. */
    private void lost(String text) throws Exception {
        Wire.Answer told = Wire.get(fleet.port("b"), "shop.example", "/card");
        assertThat(ID.matcher(told.body().strip()).replaceAll("ID"))
                .isEqualTo(ID.matcher(text).replaceAll("ID"));
        Matcher shown = ID.matcher(text);
        assertThat(shown.find()).isTrue();
        replaced.put(shown.group(), told.requestId());
    }

    private void event(String text) throws Exception {
        String data = text.substring(text.indexOf("data: "), text.lastIndexOf(','));
        Pattern shape = Pattern.compile(Pattern.quote(data)
                .replaceAll("\\d+", "\\\\E\\\\d+\\\\Q")
                .replaceAll("not-live", "\\\\E[a-z-]+\\\\Q")
                .replaceAll("\"live\":false", "\"live\":\\\\E(true|false)\\\\Q"));
        fleet.replica(2)
                .awaitEvent(
                        "?topics=receipts",
                        this::touch,
                        line -> shape.matcher(line).find());
    }

    private void touch() {
        fleet.api
                .client()
                .network()
                .v1()
                .ingresses()
                .inNamespace("shop")
                .withName("web")
                .edit(web -> {
                    web.getMetadata().getAnnotations().put("nginx.ingress.kubernetes.io/proxy-read-timeout", "9");
                    return web;
                });
    }

    private void audited(String text) throws Exception {
        StatusApi.Answer frozen = fleet.replica(0)
                .post("/api/v1/decision", "{\"action\":\"freeze\",\"who\":\"ann\",\"why\":\"checkout fails\"}");
        assertThat(frozen.status()).as("%s", frozen.body()).isEqualTo(200);
        assertThat(fleet.process(0).await("(?i)audit +(.*checkout fails.*)")).isEqualTo(text);
        fleet.replica(0).decide("unfreeze", "it was an example");
    }

    /** With a node, a release and a route that there are. */
    private String real(String ask) throws IOException {
        String release = fleet.replica(1).get("/api/v1/history").at("/releases/0/release");
        String route = fleet.replica(1).get("/api/v1/routes?namespace=shop").at("/items/0/id");
        return ask.replace("NODE", "b")
                .replace("RELEASE", release)
                .replace("id=", "id=" + URLEncoder.encode(route, StandardCharsets.UTF_8))
                .replaceFirst("^receipts$", "receipts?notLive=true")
                .replaceFirst("^explain$", "explain?host=shop.example");
    }
}
