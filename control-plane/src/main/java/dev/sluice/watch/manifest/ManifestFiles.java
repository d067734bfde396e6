package dev.sluice.watch.manifest;

import dev.sluice.state.Flaw;
import dev.sluice.watch.narrow.Narrower;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The content of a directory's files as last read; of a file that does not parse, the last that did. */
final class ManifestFiles {
    private final Path root;
    private final Narrower narrower;
    private final Stillness stillness;
    private final Map<Path, Manifests> contents = new HashMap<>();

    ManifestFiles(Path root, Narrower narrower, Duration still) {
        this.root = root;
        this.narrower = narrower;
        this.stillness = new Stillness(still);
    }

    /** What a look at the directory found. */
    enum Look {
        UNCHANGED,
        CHANGED
    }

    /** @param settling true if some file is not still yet and must be looked at soon */
    record Result(Look look, boolean settling, List<Path> directories) {}

    /** @throws IOException if the directory itself cannot be read */
    Result refresh(long nowNanos, Instant now) throws IOException {
        DirectoryScan scan = DirectoryScan.of(root);
        Stillness.Round round = stillness.decide(scan, nowNanos, now);
        boolean changed = !round.gone().isEmpty();
        boolean moved = false;
        round.gone().forEach(contents::remove);
        for (Map.Entry<Path, Fingerprint> entry : round.changed().entrySet()) {
            boolean read = read(entry.getKey(), entry.getValue());
            changed |= read;
            moved |= !read;
        }
        return new Result(changed ? Look.CHANGED : Look.UNCHANGED, round.settling() || moved, scan.directories());
    }

    ManifestSet set(Admission admission) {
        return ManifestSet.of(contents.values(), admission);
    }

    /** False if the file changed while it was read. */
    private boolean read(Path path, Fingerprint fingerprint) {
        String name = root.relativize(path).toString();
        Manifests now = content(path, name, fingerprint.bytes());
        try {
            if (!Fingerprint.of(Files.readAttributes(path, BasicFileAttributes.class))
                    .equals(fingerprint)) {
                return false;
            }
        } catch (IOException e) {
            return false; // gone meanwhile: the next look sees that
        }
        stillness.read(path, fingerprint);
        contents.merge(path, now, ManifestFiles::keepingLastGood);
        return true;
    }

    private Manifests content(Path path, String name, long bytes) {
        if (bytes > ManifestReader.MOST_CHARACTERS) {
            return Manifests.broken(name, new Flaw("", bytes + " bytes", "expected at most 64 MiB", name));
        }
        try {
            ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(path));
            return ManifestReader.read(
                    name, StandardCharsets.UTF_8.newDecoder().decode(content).toString(), narrower);
        } catch (CharacterCodingException e) {
            return Manifests.broken(name, new Flaw("", "", "expected text in UTF-8", name));
        } catch (IOException e) {
            return Manifests.broken(name, new Flaw("", "", "the file cannot be read: " + e, name));
        }
    }

    private static Manifests keepingLastGood(Manifests before, Manifests now) {
        return now.parsed() ? now : new Manifests(now.source(), false, before.objects(), now.faults());
    }
}
