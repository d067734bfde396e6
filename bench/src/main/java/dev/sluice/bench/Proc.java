package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux says of a process and its children. */
public final class Proc {
    /** Clock ticks a second of {@code /proc/PID/stat}: USER_HZ is 100 on every Linux that Java runs on. */
    private static final double TICKS = 100.0;

    /** CPU seconds in user and kernel mode. */
    public record Cpu(double user, double system) {
        public double seconds() {
            return user + system;
        }

        public Cpu minus(Cpu earlier) {
            return new Cpu(user - earlier.user, system - earlier.system);
        }
    }

    private Proc() {}

    public static Cpu cpu(ProcessHandle root) {
        double user = 0;
        double system = 0;
        for (long pid : family(root)) {
            String stat = read(Path.of("/proc/" + pid + "/stat"));
            if (stat.isEmpty()) {
                continue;
            }
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            user += Long.parseLong(fields.get(11)) / TICKS;
            system += Long.parseLong(fields.get(12)) / TICKS;
        }
        return new Cpu(user, system);
    }

    /** Sum of the peak resident sizes, in MiB. */
    public static double peakMiB(ProcessHandle root) {
        return statusMiB(root, "VmHWM:");
    }

    /** Sum of the resident sizes now, in MiB. */
    public static double residentMiB(ProcessHandle root) {
        return statusMiB(root, "VmRSS:");
    }

    private static double statusMiB(ProcessHandle root, String field) {
        double kib = 0;
        for (long pid : family(root)) {
            kib += read(Path.of("/proc/" + pid + "/status"))
                    .lines()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        }
        return kib / 1024;
    }

    private static List<Long> family(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            return ""; // the process has just ended
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
