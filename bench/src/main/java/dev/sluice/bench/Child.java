package dev.sluice.bench;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Processes that a benchmark starts: none outlives it, also when it is ended by Ctrl-C or SIGTERM in the middle. */
public final class Child {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroy), "end-of-child-processes"));
    }

    private Child() {}

    /** @throws IOException if the program cannot be started */
    public static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        RUNNING.add(process);
        process.onExit().thenAccept(RUNNING::remove);
        return process;
    }
}
