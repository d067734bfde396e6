package dev.sluice.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What browsers are given. */
final class PageFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/dev/sluice/api/page");
    private static final Pattern IMPORT = Pattern.compile("^import .* from '(\\.[^']+)';$", Pattern.MULTILINE);
    private static final Pattern PRELOAD = Pattern.compile("rel=\"modulepreload\" href=\"page/([^\"]+)\"");
    private static final int MOST_BYTES = 300_000;

    private final PageFiles files = PageFiles.load();

    @Test
    void everyFileOfTheFolderIsServedAndNoOther() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            List<String> names = all.filter(Files::isRegularFile)
                    .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
            assertThat(PageFiles.NAMES).containsExactlyElementsOf(names);
        }
        assertThat(files.at("/page/../openapi.yaml")).isEmpty();
        assertThat(files.at("/page/")).isEmpty();
        assertThat(files.at("/page")).isEmpty();
    }

    @Test
    void allOfItIsSmall() {
        int bytes = PageFiles.NAMES.stream()
                .mapToInt(name -> files.at("/page/" + name).orElseThrow().gzip().length)
                .sum();
        System.out.println("the page: " + bytes + " bytes compressed");
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    @Test
    void textNeverBecomesMarkupOrCode() {
        for (String name : scripts()) {
            assertThat(text(name))
                    .as(name)
                    .doesNotContain("innerHTML")
                    .doesNotContain("outerHTML")
                    .doesNotContain("insertAdjacentHTML")
                    .doesNotContain("document.write")
                    .doesNotContain("DOMParser")
                    .doesNotContain("eval(")
                    .doesNotContain("new Function");
        }
    }

    @Test
    void nothingComesFromElsewhere() {
        for (String name : PageFiles.NAMES) {
            assertThat(text(name).replace("http://www.w3.org/2000/svg", "").replace("`http://host/api/v1/`", ""))
                    .as(name)
                    .doesNotContain("http://")
                    .doesNotContain("src=\"//");
            if (name.endsWith(".css")) {
                assertThat(text(name)).as(name).doesNotContain("@import").doesNotContain("url(");
            }
        }
    }

    @Test
    void aTokenIsKeptForOneTabAlone() {
        List<String> keepers = scripts().stream()
                .filter(name -> text(name).contains("localStorage"))
                .toList();
        assertThat(keepers).containsExactly("theme.js");
        assertThat(text("client.js")).contains("sessionStorage").doesNotContain("document.cookie");
    }

    @Test
    void scriptsAndStylesAreFilesOfTheirOwn() {
        String page = text("index.html");
        assertThat(page).doesNotContain("style=").doesNotContain("<style").doesNotContainPattern("\\son[a-z]+=");
        assertThat(page).doesNotContainPattern("<script(?![^>]*src=)");
        assertThat(PageFiles.HEADERS.get("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void whatTheFirstViewNeedsIsNamedInThePageSoThatItComesSideBySide() {
        Set<String> needed = new TreeSet<>();
        addImports("main.js", needed);
        List<String> named = PRELOAD.matcher(text("index.html"))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(named).containsExactlyInAnyOrderElementsOf(needed);
    }

    private void addImports(String name, Set<String> all) {
        IMPORT.matcher(text(name))
                .results()
                .map(found -> Path.of(name)
                        .resolveSibling(found.group(1))
                        .normalize()
                        .toString()
                        .replace('\\', '/'))
                .filter(all::add)
                .forEach(found -> addImports(found, all));
    }

    private static List<String> scripts() {
        return PageFiles.NAMES.stream().filter(name -> name.endsWith(".js")).toList();
    }

    private String text(String name) {
        return new String(files.at("/page/" + name).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }
}
