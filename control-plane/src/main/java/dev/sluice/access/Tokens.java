package dev.sluice.access;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who has which token, by {@link TokenHash}. */
final class Tokens {
    static final Tokens NONE = new Tokens(Map.of());
    private static final String HASHED = "sha256:";
    private static final int LEAST = 16;
    private static final int MOST_LINES = 10_000;
    private static final String EXPECTED = "expected NAME read|write TOKEN, or sha256: and 64 hex digits for TOKEN";

    private final Map<String, Bearer> bearers;

    private Tokens(Map<String, Bearer> bearers) {
        this.bearers = Map.copyOf(bearers);
    }

    /** @param name for audit */
    record Bearer(String name, Right right) {}

    /**
     * Reads lines of {@code NAME read|write TOKEN}; empty ones and those that begin with {@code #} say nothing.
     *
     * @throws InvalidTokens naming the line and what was expected, never a token
     */
    static Tokens parse(List<String> lines) {
        if (lines.size() > MOST_LINES) {
            throw new InvalidTokens(lines.size() + " lines: expected at most " + MOST_LINES);
        }
        Map<String, Bearer> bearers = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(bearers, line.split("\\s+", -1), "line " + (i + 1));
            }
        }
        return new Tokens(bearers);
    }

    private static void add(Map<String, Bearer> bearers, String[] words, String where) {
        if (words.length != 3) {
            throw new InvalidTokens(where + ": " + words.length + " words, " + EXPECTED);
        }
        Right right = right(words[1])
                .orElseThrow(() -> new InvalidTokens(where + ": '" + words[1] + "', expected read or write"));
        if (bearers.put(hash(words[2], where), new Bearer(words[0], right)) != null) {
            throw new InvalidTokens(where + ": the token of another line: expected one for each");
        }
    }

    private static Optional<Right> right(String word) {
        return switch (word) {
            case "read" -> Optional.of(Right.READ);
            case "write" -> Optional.of(Right.WRITE);
            default -> Optional.empty();
        };
    }

    private static String hash(String word, String where) {
        if (word.startsWith(HASHED)) {
            String digits = word.substring(HASHED.length()).toLowerCase(Locale.ROOT);
            if (digits.length() != 64 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
                throw new InvalidTokens(where + ": " + EXPECTED);
            }
            return digits;
        }
        if (word.length() < LEAST) {
            throw new InvalidTokens(
                    where + ": a token of " + word.length() + " characters, expected " + LEAST + " or more");
        }
        return TokenHash.of(word);
    }

    Optional<Bearer> bearer(String token) {
        return Optional.ofNullable(bearers.get(TokenHash.of(token)));
    }

    int size() {
        return bearers.size();
    }

    /** How many. */
    @Override
    public String toString() {
        return bearers.size() + " tokens";
    }
}
