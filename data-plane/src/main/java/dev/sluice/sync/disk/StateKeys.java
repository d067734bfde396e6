package dev.sluice.sync.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys under which secrets stand on disk, from the environment: {@code SLUICE_STATE_KEY} seals and opens,
 * {@code SLUICE_STATE_KEY_PREVIOUS} only opens. Each is 32 random bytes in base64, or with {@code _FILE} appended the path
 * of a file with that. They are no settings, because settings may be shown. Never printed.
 */
public final class StateKeys {
    /** Names the key that seals. */
    public static final String VARIABLE = "SLUICE_STATE_KEY";
    /** Names the key that was used before it. */
    public static final String PREVIOUS = "SLUICE_STATE_KEY_PREVIOUS";
    /** Without a key: secrets are left out. */
    public static final StateKeys NONE = new StateKeys(Optional.empty(), Optional.empty());

    private static final String FILE = "_FILE";
    private static final long MAX_FILE_BYTES = 1024;
    private static final String EXPECTED =
            "expected " + StateKey.BYTES + " random bytes in base64, as 'openssl rand -base64 32' makes them";

    private final Optional<StateKey> current;
    private final Optional<StateKey> previous;

    private StateKeys(Optional<StateKey> current, Optional<StateKey> previous) {
        this.current = current;
        this.previous = previous;
    }

    /**
     * The keys that variables of the environment name; an empty one stands for none.
     *
     * @throws IllegalArgumentException naming the variable and what was expected, not the value
     */
    public static StateKeys of(Map<String, String> environment) {
        Optional<StateKey> current = key(environment, VARIABLE);
        Optional<StateKey> previous = key(environment, PREVIOUS);
        if (previous.isPresent() && current.isEmpty()) {
            throw new IllegalArgumentException(PREVIOUS + " is set and " + VARIABLE
                    + " is not: expected the key that seals beside the one that still opens");
        }
        return new StateKeys(current, previous);
    }

    private static Optional<StateKey> key(Map<String, String> environment, String variable) {
        String text = environment.getOrDefault(variable, "").strip();
        String file = environment.getOrDefault(variable + FILE, "").strip();
        if (!text.isEmpty() && !file.isEmpty()) {
            throw new IllegalArgumentException(
                    variable + " and " + variable + FILE + " are both set: expected one of them");
        }
        if (!file.isEmpty()) {
            return Optional.of(parsed(variable + FILE + " = " + file, content(variable + FILE, file)));
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(parsed(variable, text));
    }

    private static String content(String variable, String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException(variable + " = " + file + ": too long: " + EXPECTED);
            }
            return Files.readString(path).strip();
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(variable + " = " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(variable + " = " + file + " cannot be read: " + e, e);
        }
    }

    private static StateKey parsed(String where, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) { // is not kept as the cause: its message shows a part of the key
            throw new IllegalArgumentException(where + ": no base64: " + EXPECTED);
        }
        if (bytes.length != StateKey.BYTES) {
            throw new IllegalArgumentException(where + ": " + bytes.length + " bytes: " + EXPECTED);
        }
        return new StateKey(bytes);
    }

    /** The key that seals; empty if there is none. */
    Optional<StateKey> current() {
        return current;
    }

    /** The key of that name; empty if it is none of these. */
    Optional<StateKey> named(byte[] name) {
        return Stream.of(current, previous)
                .flatMap(Optional::stream)
                .filter(key -> key.named(name))
                .findFirst();
    }

    /** Which keys there are, not what they are. */
    @Override
    public String toString() {
        List<String> there = Arrays.asList(
                current.isPresent() ? VARIABLE : "no " + VARIABLE, previous.isPresent() ? PREVIOUS : "no " + PREVIOUS);
        return String.join(", ", there);
    }
}
