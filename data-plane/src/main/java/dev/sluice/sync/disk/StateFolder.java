package dev.sluice.sync.disk;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The folder that keeps states. A state is written beside its place, forced to disk and renamed into it, so that at every
 * moment the place holds one whole state or none. Used by one thread at a time.
 */
public final class StateFolder {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");

    private final Path folder;
    private final long maxBytes;
    private final StateKeys keys;

    /**
     * @param folder made when first written to
     * @param maxBytes longer files are not read
     * @param keys under which secrets stand there
     */
    public StateFolder(Path folder, long maxBytes, StateKeys keys) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.keys = keys;
    }

    /**
     * The state of an owner. A file that must not be served is renamed to {@code *.ignored} (one is kept), so that the
     * next write does not destroy what somebody may want to look at.
     */
    public Loaded load(StateOwner owner) {
        Path place = place(owner);
        try {
            return new Loaded.Found(StateFormat.decode(read(place), owner, keys));
        } catch (NoSuchFileException e) {
            return new Loaded.Nothing();
        } catch (UnusableState e) {
            return new Loaded.Ignored(place + ": " + e.getMessage() + "; " + setAside(place));
        } catch (IOException e) {
            return new Loaded.Ignored(place + " cannot be read: " + e);
        }
    }

    /** @throws IOException if the folder cannot be written to; what was there before is then still there */
    public void write(StateImage image) throws IOException {
        Files.createDirectories(folder);
        Path place = place(image.owner());
        Path beside = place.resolveSibling(place.getFileName() + ".tmp");
        Files.deleteIfExists(beside); // left by one that was killed, with whatever permissions
        try (FileChannel channel = FileChannel.open(beside, Set.of(CREATE_NEW, WRITE), ownersOnly())) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            StateFormat.encode(image, keys, out);
            out.flush();
            channel.force(true);
        }
        Files.move(beside, place, ATOMIC_MOVE, REPLACE_EXISTING);
        forceFolder();
    }

    /** Nobody else learns which hosts there are, or gets what he could try keys on. */
    private FileAttribute<?>[] ownersOnly() {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNERS)} : new FileAttribute<?>[0];
    }

    /** Where the state of an owner stands. */
    public Path place(StateOwner owner) {
        return folder.resolve(owner.fileName());
    }

    /** Without it a power cut could undo the renaming (fsync(2), "Calling fsync() does not necessarily ensure ..."). */
    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    private byte[] read(Path place) throws IOException, UnusableState {
        long size = Files.size(place);
        if (size > maxBytes) {
            throw new UnusableState(size + " bytes: expected at most " + maxBytes);
        }
        return Files.readAllBytes(place);
    }

    private static String setAside(Path place) {
        Path aside = place.resolveSibling(place.getFileName() + ".ignored");
        try {
            Files.move(place, aside, ATOMIC_MOVE, REPLACE_EXISTING);
            return "renamed to " + aside.getFileName();
        } catch (IOException e) {
            return "left where it is (" + e + ")";
        }
    }
}
