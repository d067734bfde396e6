package dev.sluice.observe;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where lines go. Used by one thread. */
public abstract class LogSink {
    /** The stream to write to now; may be another one than before. */
    abstract OutputStream stream() throws IOException;

    /** A stream that is never closed, as standard output. */
    public static LogSink to(OutputStream stream) {
        return new LogSink() {
            @Override
            OutputStream stream() {
                return stream;
            }
        };
    }

    /** A file to append to; made anew when it has been moved away or deleted, as log rotation does. */
    public static LogSink file(Path path) {
        return new RotatedFile(path);
    }

    private static final class RotatedFile extends LogSink {
        private static final long CHECK_NANOS = 1_000_000_000;

        private final Path path;
        private @Nullable OutputStream open;
        private @Nullable Object identity;
        private long checkedAt;

        RotatedFile(Path path) {
            this.path = path;
        }

        @Override
        OutputStream stream() throws IOException {
            OutputStream current = open;
            long now = System.nanoTime();
            if (current != null && now - checkedAt < CHECK_NANOS) {
                return current;
            }
            checkedAt = now;
            if (current != null && Objects.equals(identity, identity())) {
                return current;
            }
            if (current != null) {
                current.close();
                open = null;
            }
            OutputStream opened = new FileOutputStream(path.toFile(), true);
            open = opened;
            identity = identity();
            return opened;
        }

        /** What tells files apart (inode and device); null if there is none at the path. */
        private @Nullable Object identity() throws IOException {
            return Files.exists(path)
                    ? Files.readAttributes(path, BasicFileAttributes.class).fileKey()
                    : null;
        }
    }
}
