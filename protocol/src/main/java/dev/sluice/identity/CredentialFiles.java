package dev.sluice.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * Credentials from their files, and from them again when they change. What is looked at is the content, not the time of a
 * file: a swapped link, a renamed file and one written in place are seen alike. For one thread at a time.
 */
public final class CredentialFiles {
    /** The longest file that is read: 1 MiB, hundreds of certificates. */
    static final int MAX_FILE_BYTES = 1 << 20;

    /** Three files are not exchanged in one moment everywhere: they are read until two readings agree. */
    private static final int MAX_READINGS = 4;

    private final TlsFiles files;
    private final InstantSource clock;
    private Content seen = Content.NONE;
    private String failure = "";

    /** What a look at the files found. */
    public sealed interface Found {}

    /** What was found before. */
    public record Unchanged() implements Found {}

    /** Other credentials, whole and valid. */
    public record Renewed(Credentials credentials) implements Found {}

    /**
     * Something that is not to be used; found once for each content.
     *
     * @param reason names the file and what is wrong with it
     */
    public record Broken(String reason) implements Found {}

    /** Contents of the three files; one is a key, so it does not print itself. */
    private record Content(byte[] certificate, byte[] key, byte[] authorities) {
        static final Content NONE = new Content(new byte[0], new byte[0], new byte[0]);

        boolean same(Content other) {
            return Arrays.equals(certificate, other.certificate)
                    && Arrays.equals(key, other.key)
                    && Arrays.equals(authorities, other.authorities);
        }

        @Override
        public String toString() {
            return "three files";
        }
    }

    public CredentialFiles(TlsFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /**
     * For the start: certificates that have ended are taken, for whoever serves without the other side is to start anyway.
     *
     * @throws InvalidCredentials naming the file that is missing or cannot be used
     */
    public Credentials load() throws InvalidCredentials {
        Content content = read();
        seen = content;
        return credentials(content);
    }

    /** What the files are now. Credentials that have ended are broken: those before may still hold. */
    public Found look() {
        try {
            Content content = read();
            failure = "";
            if (content.same(seen)) {
                return new Unchanged();
            }
            seen = content;
            Credentials credentials = credentials(content);
            return credentials.expiresAt().isBefore(clock.instant())
                    ? new Broken(files.certificate() + ": ended at " + credentials.expiresAt())
                    : new Renewed(credentials);
        } catch (InvalidCredentials e) {
            return brokenOnce(String.valueOf(e.getMessage()));
        }
    }

    private Found brokenOnce(String reason) {
        if (reason.equals(failure)) {
            return new Unchanged();
        }
        failure = reason;
        return new Broken(reason);
    }

    private Content read() throws InvalidCredentials {
        Content before = once();
        for (int i = 1; i < MAX_READINGS; i++) {
            Content again = once();
            if (again.same(before)) {
                return again;
            }
            before = again;
        }
        return before;
    }

    private Content once() throws InvalidCredentials {
        return new Content(bytes(files.certificate()), bytes(files.key()), bytes(files.authorities()));
    }

    private static byte[] bytes(Path file) throws InvalidCredentials {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new InvalidCredentials(file + ": expected at most " + MAX_FILE_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new InvalidCredentials(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new InvalidCredentials(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private Credentials credentials(Content content) throws InvalidCredentials {
        KeyedChain own = KeyedChain.read(
                content.certificate,
                content.key,
                files.certificate().toString(),
                files.key().toString());
        return new Credentials(
                own.chain(),
                own.key(),
                PemCertificates.read(content.authorities, files.authorities().toString()));
    }
}
