package dev.sluice.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That pages say what is there, and the same in both languages. */
class PagesTest {
    private static final Set<String> KINDS = Set.of("sh", "sh cluster", "yaml", "text");
    private static final Pattern OVERLAY = Pattern.compile("-k (\\S+)");

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

    @ParameterizedTest
    @MethodSource("pages")
    void what_is_applied_is_there(Page page) {
        for (Page.Block block : page.blocks()) {
            for (String command : block.commands()) {
                Matcher overlay = OVERLAY.matcher(command);
                if (overlay.find()) {
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
        assertThat(text).contains("**Choose it**").contains("last good state").contains("kubectl apply");
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
