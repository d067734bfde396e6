package dev.sluice.watch.manifest;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** By what a changed file is told from an unchanged one; {@code inode} is null where the file system has none. */
record Fingerprint(@Nullable Object inode, FileTime modified, long bytes) {
    static Fingerprint of(BasicFileAttributes attributes) {
        return new Fingerprint(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
    }
}
