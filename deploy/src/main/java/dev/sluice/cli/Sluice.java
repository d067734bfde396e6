package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code sluice} command. */
@Command(
        name = "sluice",
        description = "A Kubernetes ingress controller that loses no request to a change.",
        mixinStandardHelpOptions = true,
        versionProvider = SoftwareVersion.class,
        subcommands = {
            DemoCommand.class,
            StandaloneCommand.class,
            ControlPlaneCommand.class,
            DataPlaneCommand.class,
            TranslateCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Sluice implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        if (status != RUNNING) {
            System.exit(status);
        }
    }

    /** What a command returns that goes on in the background until the process is told to end. */
    static final int RUNNING = -1;

    static CommandLine commandLine() {
        return new CommandLine(new Sluice())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(OneLine::usage)
                .setExecutionExceptionHandler(OneLine::failure);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: demo, standalone, control-plane, data-plane or translate");
    }
}
