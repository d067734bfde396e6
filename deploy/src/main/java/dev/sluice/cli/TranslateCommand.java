package dev.sluice.cli;

import com.typesafe.config.Config;
import dev.sluice.controlplane.ControlPlaneSettings;
import dev.sluice.render.OfflineTranslation;
import dev.sluice.render.TranslationYaml;
import dev.sluice.state.Problem;
import dev.sluice.watch.manifest.ManifestReader;
import dev.sluice.watch.manifest.ManifestSet;
import dev.sluice.watch.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what manifests mean. */
@Command(
        name = "translate",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the route table, the statuses that would be written and the problems of manifests, as YAML.",
            "Exits 1 if there is a problem of severity error."
        },
        footer = {"", "Example: ./sluice translate deploy/demo/shop.yaml deploy/demo/class.yaml"})
final class TranslateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Kubernetes manifests.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<Path> files;

    @Mixin
    private final ConfigFlag config = new ConfigFlag();

    @Mixin
    private final TranslationFlags translation = new TranslationFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Flags flags = Flags.over(config.file);
        translation.into(flags);
        List<Manifests> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(ManifestReader.read(file.toString(), text(file)));
        }
        Config all = flags.config();
        OfflineTranslation offline = OfflineTranslation.of(
                ControlPlaneSettings.of(all).translation(), ManifestSet.of(texts, SourceFlags.admission(all)));
        spec.commandLine().getOut().print(TranslationYaml.render(offline));
        spec.commandLine().getOut().flush();
        boolean errors = offline.problems().stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
        return errors ? 1 : 0;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read: " + e.getMessage());
        }
    }
}
