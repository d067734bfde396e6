package dev.sluice.cli;

import dev.sluice.train.Trainee;
import dev.sluice.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A training run, in the JVM that is to record it. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the cache from which ./sluice starts a plane faster.",
            "Runs it for a moment on loopback, with a configuration of its own, and has the JVM record what it needs."
                    + " ./sluice does so by itself in the background of a first start; images are better built with it (see SLUICE_CACHE_DIR and SLUICE_AOT in README.md)."
        },
        footer = {"", "Example: SLUICE_CACHE_DIR=/opt/sluice/cache ./sluice train data-plane"})
final class TrainCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int TOO_LATE = 3;

    @Parameters(paramLabel = "PLANE", description = "data-plane, control-plane or standalone.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String plane;

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        Trainee trainee = Trainee.of(plane);
        Thread.ofPlatform().daemon().name("training-limit").start(TrainCommand::giveUp);
        Path folder = Files.createTempDirectory("sluice-training");
        try {
            TrainingRun.of(
                    trainee,
                    folder,
                    (arguments, out) -> {
                        String[] words = arguments.toArray(String[]::new);
                        Sluice.commandLine(words).setOut(out).execute(words);
                    },
                    Companion::start);
        } finally {
            Together.delete(folder); // the plane needs it no more, and ends with this process
        }
        return 0;
    }

    /** A cache is worth no process that stays for ever. */
    private static void giveUp() {
        try {
            Thread.sleep(LIMIT);
            Runtime.getRuntime().halt(TOO_LATE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
