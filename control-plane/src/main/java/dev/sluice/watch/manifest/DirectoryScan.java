package dev.sluice.watch.manifest;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a directory holds at one moment, links followed, 8 levels deep. Names that begin with a dot are not manifests and
 * not entered: editors' and Kubernetes' own files ({@code ..data}, to which the visible names of a mounted ConfigMap
 * link) begin so.
 *
 * @param manifests {@code *.yaml}, {@code *.yml} and {@code *.json}
 * @param others the fingerprints of all other files: among them the temporary ones that will be renamed into place
 * @param directories the root and those below it that were entered
 */
record DirectoryScan(SortedMap<Path, Fingerprint> manifests, Set<Fingerprint> others, List<Path> directories) {
    private static final int DEEPEST = 8;
    private static final int MOST_FILES = 100_000;

    /** @throws IOException if the root itself cannot be read, or holds more than 100,000 files */
    static DirectoryScan of(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NoSuchFileException(root.toString(), null, "is not a directory");
        }
        Visitor visitor = new Visitor(root);
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, visitor);
        return new DirectoryScan(visitor.manifests, visitor.others, visitor.directories);
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final SortedMap<Path, Fingerprint> manifests = new TreeMap<>();
        private final Set<Fingerprint> others = new HashSet<>();
        private final List<Path> directories = new ArrayList<>();

        Visitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!directory.equals(root) && hidden(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            directories.add(directory);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile()) {
                if (manifests.size() + others.size() >= MOST_FILES) {
                    throw new IOException("holds more than " + MOST_FILES + " files");
                }
                if (manifest(file)) {
                    manifests.put(file, Fingerprint.of(attributes));
                } else {
                    others.add(Fingerprint.of(attributes));
                }
            }
            return FileVisitResult.CONTINUE;
        }

        /** A file that has gone meanwhile, a link to nowhere or in a circle: as if it were not there. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            if (e != null && directory.equals(root)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        private static boolean hidden(Path path) {
            return path.getFileName().toString().startsWith(".");
        }

        private static boolean manifest(Path file) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            return !hidden(file) && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
        }
    }
}
