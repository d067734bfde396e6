package dev.sluice.ask;

import picocli.CommandLine.Option;

/** The flag of commands that only look. */
final class Watching {
    @Option(
            names = {"-w", "--watch"},
            description = "Show it again whenever it changes, until Ctrl-C; JSON in one line each.")
    boolean watch;
}
