package dev.sluice.ask;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bearer token (RFC 6750); it never prints itself. */
record Token(String secret) {
    static final String VARIABLE = "SLUICE_API_TOKEN";
    private static final int MOST_BYTES = 16 * 1024;

    /**
     * From the file, else from the variable; none if neither is given.
     *
     * @throws AskFailure that names where it stands, and never quotes it
     */
    static Optional<Token> of(@Nullable Path file, @Nullable String variable) {
        if (file != null) {
            return Optional.of(checked("--token-file " + file, read(file)));
        }
        return variable == null || variable.isBlank() ? Optional.empty() : Optional.of(checked(VARIABLE, variable));
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES + 1), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AskFailure(Exit.USAGE, "--token-file " + file + ": cannot be read");
        }
    }

    private static Token checked(String where, String text) {
        String token = text.strip();
        boolean fits = !token.isEmpty()
                && token.length() <= MOST_BYTES
                && token.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (!fits) {
            throw new AskFailure(
                    Exit.USAGE, where + ": expected one token of 1 to " + MOST_BYTES + " visible ASCII characters");
        }
        return new Token(token);
    }

    @Override
    public String toString() {
        return "Token[redacted]";
    }
}
