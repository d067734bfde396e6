package dev.sluice.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be trained: a command of {@code sluice}. */
public enum Trainee {
    DATA_PLANE,
    CONTROL_PLANE,
    STANDALONE;

    /** As it is written on the command line. */
    public String command() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static Trainee of(String command) {
        return Arrays.stream(values())
                .filter(one -> one.command().equals(command))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + command + "': expected one of "
                        + Arrays.stream(values()).map(Trainee::command).collect(Collectors.joining(", "))));
    }
}
