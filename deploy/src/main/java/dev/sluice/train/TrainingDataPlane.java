package dev.sluice.train;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The data plane that a control plane in training serves. In a process of its own: what only a data plane needs is not to get into the
 * cache, nor into the memory of every control plane that starts from it.
 */
final class TrainingDataPlane implements AutoCloseable {
    private static final long END_SECONDS = 10;

    private final Process process;
    private final Map<String, Integer> ports;

    /**
     * Returns when it listens.
     *
     * @throws IOException if it cannot be started, or ends before that
     */
    TrainingDataPlane(TrainingRun.Launcher launcher, List<String> arguments) throws IOException {
        process = launcher.start(arguments);
        try {
            Output output = new Output(process.inputReader());
            ports = output.ports("admin");
            output.drop();
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    Map<String, Integer> ports() {
        return ports;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
