package dev.sluice.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag of every mode that can be configured by a file. */
final class ConfigFlag {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings in HOCON under sluice { }; flags and SLUICE__... variables win over it.")
    @Nullable
    Path file;
}
