package dev.sluice.cli;

import dev.sluice.ask.Commands;
import java.util.List;
import java.util.stream.Stream;
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
    /** So that no example is broken. */
    private static final int HELP_COLUMNS = 110;

    /** In the order in which help shows them. */
    private static final List<String> PLANES =
            List.of("demo", "standalone", "control-plane", "data-plane", "translate", "train", "certificates");

    /** No table of constructors: JDK 25.0.3 fails to write an AOT cache that has one of a class as old as picocli's. */
    private static Object command(String name) {
        return switch (name) {
            case "demo" -> new DemoCommand();
            case "standalone" -> new StandaloneCommand();
            case "control-plane" -> new ControlPlaneCommand();
            case "data-plane" -> new DataPlaneCommand();
            case "translate" -> new TranslateCommand();
            case "train" -> new TrainCommand();
            case "certificates" -> new CertificatesCommand();
            case HELP -> new CommandLine.HelpCommand();
            default -> Commands.command(name); // one that asks a running control plane
        };
    }

    /**
     * What understands these arguments. A command that is named first is the only one that is looked into, which takes a
     * fifth of the time of all.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Sluice());
        String first = arguments.length == 0 ? HELP : arguments[0];
        for (String name : PLANES.contains(first) ? List.of(first) : toLookInto(first)) {
            line.addSubcommand(name, command(name));
        }
        return line.setUsageHelpWidth(HELP_COLUMNS)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(OneLine::usage)
                .setExecutionExceptionHandler(OneLine::failure);
    }

    /** Planes do not come here: what is not theirs is not loaded at their start. */
    private static List<String> toLookInto(String first) {
        return Commands.NAMES.contains(first) && !first.equals(Commands.COMPLETION)
                ? List.of(first)
                : Stream.of(PLANES, Commands.NAMES, List.of(HELP))
                        .flatMap(List::stream)
                        .toList();
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: one of demo, standalone, control-plane, data-plane, translate or "
                        + String.join(", ", Commands.NAMES));
    }
}
