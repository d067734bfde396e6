package dev.sluice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command in a process beside this one, from the same jars, that ends with it however that ends. */
final class Companion {
    /** Little memory, and no cache of its own. What a JDK does not know it ignores. */
    private static final List<String> FLAGS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:MaxHeapSize=192m",
            "-XX:TieredStopAtLevel=1");

    private Companion() {}

    /** What it prints can be read; what it logs goes where this process logs. */
    static Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Companion.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("SLUICE__DATA_PLANE__WARM_UP", "0s"); // nobody waits for its first answers
        return builder.start();
    }

    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("companion").start(Companion::endWithOther);
        Sluice.main(arguments);
    }

    /** The other end of standard input is closed by the system when its process ends, even if that is killed. */
    private static void endWithOther() {
        try {
            while (System.in.read() >= 0) {
                // nothing is written there
            }
        } catch (IOException e) {
            System.err.println("sluice: standard input cannot be read: " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }
}
