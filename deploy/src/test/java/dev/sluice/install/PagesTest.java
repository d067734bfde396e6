package dev.sluice.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That pages say what is there, and the same in both languages. */
class PagesTest {
    private static final Set<String> KINDS = Set.of("sh", "sh cluster", "yaml", "text");
    /** Kustomize's is rendered by {@link Chosen#site}. */
    private static final Set<String> NOT_OF_KUBERNETES =
            Set.of("kustomize.config.k8s.io/v1beta1", "metallb.io/v1beta1");

    private static final Pattern OVERLAY = Pattern.compile("-k (\\S+)");
    private static final Pattern PROGRAM = Pattern.compile(
            "[$#>]? ?(sudo |sh |bash |kubectl|helm|mvn|curl|openssl|docker|podman|ctr|skopeo|install |apt|grep|sed|jq|kustomize|\\./)\\S*( .*|$)");
    /** Programs that talk to a cluster and to nothing else. */
    private static final Pattern OF_A_CLUSTER = Pattern.compile("(kubectl|helm) ?.*");
    /** Commands within sentences that neither a test runs nor a cluster is asked by, and where they belong. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "docker load", "a machine with a container engine",
            "ctr images import", "a node",
            "skopeo copy", "a machine with skopeo",
            "install -d -m 0700 -o 65532 -g 65532 /var/lib/sluice", "a node",
            "install -d -m 0700 /var/lib/sluice", "a node",
            "curl localhost:9090/readyz", "a port that kubectl forwards");

    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_lead_somewhere(Page page) {
        assertThat(page.links())
                .allSatisfy(link -> assertThat(page.file().resolveSibling(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_block_says_whether_it_needs_a_cluster(Page page) {
        assertThat(page.blocks()).allSatisfy(block -> assertThat(KINDS).contains(block.kind()));
    }

    /** Otherwise nothing would look at what stands in it. */
    @ParameterizedTest
    @MethodSource("pages")
    void a_block_begins_at_the_edge_and_there_is_no_other_kind(Page page) {
        assertThat(page.text()).noneMatch(line -> line.matches("\\s*(```|~~~|<pre|<code).*"));
        assertThat(page.text())
                .noneMatch(line -> line.matches("(    |\t).*")
                        && PROGRAM.matcher(line.strip()).matches());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_command_within_a_sentence_is_for_a_cluster_or_said_to_be_elsewhere(Page page) {
        assertThat(page.spans().stream()
                        .filter(span -> PROGRAM.matcher(span).matches())
                        .filter(span -> !span.startsWith("./sluice"))) // held against the code by PageCommandsTest
                .allMatch(span -> OF_A_CLUSTER.matcher(span).matches() || ELSEWHERE.containsKey(span));
    }

    /** Commands that a test runs would be hidden behind the mark of those that it cannot. */
    @ParameterizedTest
    @MethodSource("pages")
    void what_is_marked_as_needing_a_cluster_needs_one(Page page) {
        for (Page.Block block : page.blocks()) {
            if (block.kind().equals("sh cluster")) {
                assertThat(block.commands())
                        .allMatch(command -> command.matches(
                                "((v|old)=.\\(kubectl|kubectl|helm|curl|export|\\./sluice|mvn -B -Pimage-push) .*"))
                        .noneMatch(command -> command.startsWith("./sluice translate"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void objects_on_a_page_are_read_strictly(Page page) {
        for (Page.Block block : page.blocks()) {
            if (block.kind().equals("yaml")) {
                assertThat(Yaml.objects(String.join("\n", block.lines()))).allSatisfy(object -> {
                    if (StrictModel.knows(object)) {
                        StrictModel.read(object);
                    } else if (!page.toString().startsWith("deploy/helm")) { // where they are values: ChartTest
                        assertThat(NOT_OF_KUBERNETES)
                                .contains(object.path("apiVersion").asText());
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void what_is_applied_is_there(Page page) {
        for (Page.Block block : page.blocks()) {
            for (String command : block.commands()) {
                Matcher overlay = OVERLAY.matcher(command);
                if (overlay.find() && !overlay.group(1).equals("site")) { // which the reader makes: Chosen.site
                    assertThat(Page.root().resolve(overlay.group(1)).resolve("kustomization.yaml"))
                            .exists();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.install.Installation#overlays")
    void each_overlay_has_a_page_on_when_to_choose_it_and_what_survives_a_pod(Path overlay) throws Exception {
        String text = Files.readString(overlay.resolve("README.md"));
        assertThat(text)
                .contains("**Choose it**")
                .contains("last good state", "/var/lib/sluice")
                .contains("kubectl apply");
        assertThat(Files.readString(Page.root().resolve("deploy/docs/install.md")))
                .contains("../kustomize/overlays/" + overlay.getFileName() + "/README.md");
    }

    @ParameterizedTest
    @CsvSource({"README.md,README.zh-CN.md", "deploy/docs/install.md,deploy/docs/install.zh-CN.md"})
    void a_translation_has_the_same_headings_and_commands(String original, String translation) {
        Page first = Page.read(Page.root().resolve(original));
        Page second = Page.read(Page.root().resolve(translation));
        assertThat(second.headings())
                .as("levels of headings: add the section to " + translation)
                .isEqualTo(first.headings());
        assertThat(second.blocks()).as("blocks of code").isEqualTo(first.blocks());
        assertThat(second.links())
                .allSatisfy(
                        link -> assertThat(second.file().resolveSibling(link)).exists());
    }
}
