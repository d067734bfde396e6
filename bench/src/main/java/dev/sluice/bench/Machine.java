package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** On what the numbers were taken. */
public final class Machine {
    private Machine() {}

    /**
     * Machine, system, Java and how the benchmark was called.
     *
     * @param command the script, as {@code bench/run}
     * @param arguments the checkout, then what the user gave
     */
    public static String describe(String command, String[] arguments) throws IOException {
        String given = String.join(" ", java.util.Arrays.asList(arguments).subList(1, arguments.length));
        return describe() + "Command: " + (command + " " + given).strip() + System.lineSeparator();
    }

    private static String describe() throws IOException {
        String cpu = Files.readString(Path.of("/proc/cpuinfo"))
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown CPU");
        return "%s, %d cores, %s %s, Java %s%n"
                .formatted(
                        cpu,
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.version"));
    }
}
