package dev.sluice.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people are told to look for is what there is. */
class DocumentedTest {
    private static final Path OBSERVING = Path.of("docs", "observing.md");

    @Test
    void everyReasonIsDocumentedAndNoOther() throws Exception {
        String text = Files.readString(OBSERVING);
        String reasons = text.substring(text.indexOf("\n## Reasons"), text.indexOf("\n## Metrics"));
        assertThat(words(reasons))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Reason.values()).map(Reason::text).toList());
    }

    @Test
    void everyMetricOfADataPlaneIsDocumentedByItsName() throws Exception {
        String text = Files.readString(OBSERVING);
        List<String> documented = words(text.substring(text.indexOf("\n## Metrics")));
        try (EdgeRig rig = new EdgeRig();
                DataPlane dataPlane = rig.start()) {
            List<String> there = rig.admin(dataPlane, "/metrics")
                    .lines()
                    .filter(line -> line.startsWith("# TYPE sluice_"))
                    .map(line -> line.split(" ", 4)[2])
                    .filter(name -> !name.endsWith("_max"))
                    .toList();
            assertThat(there).hasSizeGreaterThan(20);
            assertThat(documented).containsAll(there);
        }
    }

    /** What stands in code marks. */
    private static List<String> words(String text) {
        return java.util.regex.Pattern.compile("`([^`]+)`")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
