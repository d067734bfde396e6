package dev.sluice.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.translate.Settings;
import dev.sluice.watch.manifest.Admission;
import dev.sluice.watch.manifest.ManifestReader;
import dev.sluice.watch.manifest.ManifestSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Manifests in, table, statuses and problems out, for every {@code <topic>/<sentence>.in.yaml}; a mistaken golden file is
 * rewritten with {@code -Dgolden.update}. Settings stand in the input, as {@code # flag: --name=value}.
 */
class GoldenTest {
    private static final Path ROOT = Path.of("src/test/resources/translate");
    private static final String IN = ".in.yaml";

    @TestFactory
    Stream<DynamicTest> everyGoldenFile() throws IOException {
        List<Path> inputs;
        try (Stream<Path> files = Files.walk(ROOT)) {
            inputs = files.filter(file -> file.toString().endsWith(IN)).sorted().toList();
        }
        assertThat(inputs).isNotEmpty();
        return inputs.stream().map(input -> DynamicTest.dynamicTest(name(input), () -> check(input)));
    }

    private static String name(Path input) {
        String relative = ROOT.relativize(input).toString();
        return relative.substring(0, relative.length() - IN.length()).replace('-', ' ');
    }

    private static void check(Path input) throws IOException {
        String text = Files.readString(input);
        Settings settings = Flags.settings(text);
        Admission admission = new Admission(
                settings.ingress().ingressClassName(), settings.ingress().controllerClass());
        ManifestSet manifests =
                ManifestSet.of(List.of(ManifestReader.read(input.getFileName().toString(), text)), admission);
        String rendered = TranslationYaml.render(OfflineTranslation.of(settings, manifests));
        Path output = Path.of(input.toString().replace(IN, ".out.yaml"));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(output, rendered);
        }
        assertThat(rendered).isEqualTo(Files.exists(output) ? Files.readString(output) : "");
    }
}
