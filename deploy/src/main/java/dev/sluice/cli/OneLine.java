package dev.sluice.cli;

import dev.sluice.ask.AskFailure;
import dev.sluice.ask.Printable;
import dev.sluice.settings.InvalidSetting;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Errors of the user in one line each: what was wrong, and how to get help. */
final class OneLine {
    private static final int USAGE = 2;
    private static final int FAILURE = 1;

    private OneLine() {}

    static int usage(ParameterException e, String[] arguments) {
        e.getCommandLine().getErr().println("sluice: " + line(e));
        e.getCommandLine()
                .getErr()
                .println("Try './" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return USAGE;
    }

    static int failure(Exception e, CommandLine commandLine, ParseResult result) {
        commandLine.getErr().println("sluice: " + line(e));
        if (e instanceof AskFailure noAnswer) {
            return noAnswer.exit().status();
        }
        if (!usersAffair(e)) {
            e.printStackTrace(commandLine.getErr()); // a defect of ours: everything that helps to find it
        }
        return FAILURE;
    }

    /** A port that is taken, a setting that cannot be, a file that is not there: the message says what to do. */
    private static boolean usersAffair(Exception e) {
        return e instanceof UserError
                || e instanceof InvalidSetting
                || e instanceof UncheckedIOException
                || e instanceof IllegalArgumentException;
    }

    private static String line(Exception e) {
        String message = e.getMessage();
        return Printable.of(
                message == null ? e.toString() : message.lines().findFirst().orElse(e.toString()));
    }
}
