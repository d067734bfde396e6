package dev.sluice.rollout.store;

import dev.sluice.key.Digest;
import dev.sluice.rollout.Decision;
import dev.sluice.rollout.store.StoreFailure.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps decisions in files: {@code decision.json}, and {@code release-<digest>.gz} for each release that it names. Files
 * appear whole or not at all, and outlive a power cut; a lock file keeps two who decide at once apart.
 */
public final class DirectoryStore implements DecisionStore {
    private static final String DECISION = "decision.json";
    private static final String LOCK = "decision.lock";
    private static final String CONTENT = "release-";
    private static final String CONTENT_END = ".gz";
    /** Content that no decision names is kept so long: who has put it may be about to decide. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    private final Path directory;
    private final long maxContentBytes;
    private final Clock clock;

    /** @param maxContentBytes that one release may take */
    public DirectoryStore(Path directory, long maxContentBytes, Clock clock) {
        this.directory = directory;
        this.maxContentBytes = maxContentBytes;
        this.clock = clock;
    }

    @Override
    public String place() {
        return "directory " + directory;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public Kept read() {
        return io("read", () -> {
            Path file = directory.resolve(DECISION);
            if (!Files.exists(file)) {
                return Kept.NOTHING;
            }
            Decision decision = DecisionText.read(Files.readString(file));
            return new Kept(decision, String.valueOf(decision.number()));
        });
    }

    @Override
    public void write(Decision next, Kept before) {
        io("write", () -> {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock == null || !read().mark().equals(before.mark())) {
                    throw new StoreFailure(Reason.CONFLICT, place() + ": another decision has been written");
                }
                replace(directory.resolve(DECISION), DecisionText.write(next).getBytes(StandardCharsets.UTF_8));
            } catch (OverlappingFileLockException e) {
                throw new StoreFailure(Reason.CONFLICT, place() + ": another decision is being written", e);
            }
            return next;
        });
    }

    @Override
    public void putContent(Digest release, byte[] content) {
        if (content.length > maxContentBytes) {
            throw new StoreFailure(
                    Reason.TOO_LARGE,
                    place() + ": release " + release.shortText() + " takes " + content.length
                            + " bytes, expected at most " + maxContentBytes);
        }
        io("write", () -> {
            Files.createDirectories(directory);
            replace(file(release), content);
            return release;
        });
    }

    @Override
    public Optional<byte[]> content(Digest release) {
        return io("read", () -> {
            Path file = file(release);
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        });
    }

    @Override
    public void retain(Set<Digest> named) {
        Set<String> names =
                named.stream().map(id -> file(id).getFileName().toString()).collect(Collectors.toSet());
        Instant old = clock.instant().minus(GRACE);
        io("clear", () -> {
            for (Path file : contents()) {
                boolean kept = names.contains(file.getFileName().toString());
                if (!kept && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
            return names;
        });
    }

    private List<Path> contents() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(directory)) {
            all.filter(file -> file.getFileName().toString().startsWith(CONTENT))
                    .forEach(files::add);
        }
        return files;
    }

    private Path file(Digest release) {
        return directory.resolve(CONTENT + release + CONTENT_END);
    }

    /** Written aside, forced to the disk, then renamed over what was there. */
    private static void replace(Path file, byte[] bytes) throws IOException {
        Path aside = Files.createTempFile(file.toAbsolutePath().getParent(), "new-", ".tmp");
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T io(String what, Work<T> work) {
        try {
            return work.run();
        } catch (AccessDeniedException e) {
            throw new StoreFailure(Reason.FORBIDDEN, place() + ": cannot " + what + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StoreFailure(Reason.AWAY, place() + ": cannot " + what + ": " + e, e);
        }
    }
}
