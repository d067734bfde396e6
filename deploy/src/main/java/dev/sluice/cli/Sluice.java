package dev.sluice.cli;

import java.util.List;
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
        versionProvider = SoftwareVersion.class)
public final class Sluice implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String[] arguments) {
        int status = commandLine(arguments).execute(arguments);
        if (status != RUNNING) {
            System.exit(status);
        }
    }

    /** What a command returns that goes on in the background until the process is told to end. */
    static final int RUNNING = -1;

    private static final String HELP = "help";
    /** In the order in which help shows them. */
    private static final List<String> COMMANDS =
            List.of("demo", "standalone", "control-plane", "data-plane", "translate", "train", HELP);

    /** No table of constructors: JDK 25.0.3 fails to write an AOT cache that has one of a class as old as picocli's. */
    private static Object command(String name) {
        return switch (name) {
            case "demo" -> new DemoCommand();
            case "standalone" -> new StandaloneCommand();
            case "control-plane" -> new ControlPlaneCommand();
            case "data-plane" -> new DataPlaneCommand();
            case "translate" -> new TranslateCommand();
            case "train" -> new TrainCommand();
            case HELP -> new CommandLine.HelpCommand();
            default -> throw new IllegalArgumentException("no such command: " + name);
        };
    }

    /**
     * What understands these arguments. A command that is named first is the only one that is looked into, which takes a
     * fifth of the time of all.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Sluice());
        String first = arguments.length == 0 ? HELP : arguments[0];
        boolean all = first.equals(HELP) || !COMMANDS.contains(first);
        for (String name : all ? COMMANDS : List.of(first)) {
            line.addSubcommand(name, command(name));
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(OneLine::usage)
                .setExecutionExceptionHandler(OneLine::failure);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: demo, standalone, control-plane, data-plane or translate");
    }
}
