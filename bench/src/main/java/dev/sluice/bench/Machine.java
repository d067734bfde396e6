package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** On what the numbers were taken. */
public final class Machine {
    private static final Path STAT = Path.of("/proc/stat");
    private static final int STOLEN = 8; // user nice system idle iowait irq softirq steal, behind the name

    private Machine() {}

    /** Time of all processors since the machine started, in clock ticks. */
    public record Time(long stolen, long all) {
        /** Percent of the time since {@code earlier} in which a processor had work and the hypervisor ran something else. */
        public double stolenPercentSince(Time earlier) {
            return 100.0 * (stolen - earlier.stolen) / Math.max(1, all - earlier.all);
        }
    }

    /** As {@code /proc/stat} has it now (proc_stat(5)). */
    public static Time time() throws IOException {
        String[] fields = Files.readAllLines(STAT).getFirst().split(" +");
        long all = Arrays.stream(fields)
                .skip(1)
                .limit(STOLEN) // guests are within user and nice
                .mapToLong(Long::parseLong)
                .sum();
        return new Time(Long.parseLong(fields[STOLEN]), all);
    }

    /**
     * Machine, system, Java and how the benchmark was called.
     *
     * @param command the script, as {@code bench/run}
     * @param arguments the checkout, then what the user gave
     */
    public static String describe(String command, String[] arguments) throws IOException {
        String given = String.join(" ", Arrays.asList(arguments).subList(1, arguments.length));
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
