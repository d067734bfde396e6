package dev.sluice.watch.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service account's token, which the kubelet renews in place: read again after a minute; the last one if it cannot be. */
final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Path file;
    private String token = "";
    private long readAtNanos;

    TokenFile(Path file) {
        this.file = file;
    }

    synchronized String current() {
        long now = System.nanoTime();
        if (token.isEmpty() || now - readAtNanos > FRESH_NANOS) {
            try {
                token = Files.readString(file).strip();
                readAtNanos = now;
            } catch (IOException e) {
                LOG.warn("The service account's token cannot be read, using the last one: {}", e.toString());
                readAtNanos = now;
            }
        }
        return token;
    }
}
