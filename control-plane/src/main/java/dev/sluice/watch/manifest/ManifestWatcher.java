package dev.sluice.watch.manifest;

import dev.sluice.key.Epoch;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.watch.EventSink;
import dev.sluice.watch.ObjectSource;
import dev.sluice.watch.narrow.Narrower;
import dev.sluice.watch.narrow.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of manifests, and those below it, as a source of objects. A change is told as soon as its file is still
 * (100 ms): at once where the system reports changes, else within the rescan interval. A file that does not parse keeps
 * its last content; while the directory itself cannot be read, everything known stays in force.
 */
public final class ManifestWatcher implements ObjectSource {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestWatcher.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** How long a file that never becomes still can hold up the first sync. */
    private static final Duration LONGEST_FIRST_READ = Duration.ofSeconds(1);

    /**
     * @param still how long a file must not change before it is read
     * @param rescan how often to look where the file system reports no changes
     */
    public record Settings(Path directory, Admission admission, String nginxPrefix, Duration still, Duration rescan) {
        public static Settings of(Path directory) {
            return new Settings(
                    directory,
                    Admission.DEFAULT,
                    "nginx.ingress.kubernetes.io",
                    Duration.ofMillis(100),
                    Duration.ofSeconds(2));
        }

        public Settings withAdmission(Admission other) {
            return new Settings(directory, other, nginxPrefix, still, rescan);
        }
    }

    private final Settings settings;
    private final Epoch epoch = new Epoch("manifests", System.currentTimeMillis());
    private final ManifestFiles files;
    private final DirectoryAlarm alarm;
    private final Thread thread;
    private final Object monitor = new Object();
    private @Nullable Set<ObjectKey> references;
    private boolean waiting;
    private volatile boolean closed;
    private volatile @Nullable EventSink sink;

    /** @throws IllegalArgumentException if there is no such directory or it cannot be read */
    public ManifestWatcher(Settings settings) {
        Path directory = settings.directory();
        if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
            throw new IllegalArgumentException("manifests '" + directory + "': expected a directory that can be read");
        }
        this.settings = settings;
        Narrower narrower = new Narrower(Origin.MANIFEST, settings.nginxPrefix());
        this.files = new ManifestFiles(directory, narrower, settings.still());
        this.alarm = DirectoryAlarm.open(directory.getFileSystem());
        this.thread = new Thread(this::run, "manifests");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, e) -> LOG.error("The reader of {} has died", directory, e));
    }

    @Override
    public Epoch epoch() {
        return epoch;
    }

    @Override
    public Set<WatchKey> watches() {
        return BatchEvents.KINDS.stream().map(kind -> new WatchKey(kind, "")).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void start(EventSink receiver) {
        sink = receiver;
        thread.start();
    }

    @Override
    public void follow(Set<ObjectKey> wanted) {
        for (ObjectKey key : wanted) {
            if (!key.kind().equals(ObjectKind.SECRET) && !key.kind().equals(ObjectKind.CONFIG_MAP)) {
                throw new IllegalArgumentException(key + ": only Secrets and ConfigMaps are followed singly");
            }
        }
        synchronized (monitor) {
            references = Set.copyOf(wanted);
            wake();
        }
    }

    @Override
    public void close() {
        synchronized (monitor) {
            closed = true;
            wake();
        }
        try {
            if (Thread.currentThread() != thread && thread.isAlive() && !thread.join(CLOSE_TIMEOUT)) {
                LOG.warn("The reader of {} has not ended within {}", settings.directory(), CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        alarm.close();
    }

    /** Interrupts the thread only while it waits: an interrupt while it reads would break its files off. */
    private void wake() {
        if (waiting) {
            thread.interrupt();
        }
    }

    private void run() {
        BatchEvents events = new BatchEvents(event -> {
            EventSink receiver = sink;
            if (!closed && receiver != null) {
                receiver.accept(event);
            }
        });
        new Rounds(events).run();
    }

    /** What only the thread sees. */
    private final class Rounds {
        private final BatchEvents events;
        /** Whether something has ever been told. */
        private boolean synced;
        /** Whether the directory has been told as a whole since it could last not be read. */
        private boolean listed;

        private boolean lost;
        private OptionalLong settlingSinceNanos = OptionalLong.empty();
        private boolean untold;

        Rounds(BatchEvents events) {
            this.events = events;
        }

        void run() {
            while (!closed) {
                boolean settling = round();
                await(settling ? settings.still().dividedBy(4) : settings.rescan());
            }
        }

        /** True if something must be looked at again soon. */
        private boolean round() {
            Set<ObjectKey> wanted = takeReferences();
            try {
                ManifestFiles.Result result = files.refresh(System.nanoTime(), Instant.now());
                // What happened in a new directory before the alarm was set is found by looking once more.
                boolean lookAgain = alarm.watch(result.directories()) || result.settling();
                lost = false;
                untold |= result.look() == ManifestFiles.Look.CHANGED;
                if (listed ? untold : !lookAgain || overdue()) {
                    tell();
                }
                follow(wanted);
                return lookAgain;
            } catch (IOException e) {
                lost(e);
                follow(wanted);
                return false;
            }
        }

        private boolean overdue() {
            long now = System.nanoTime();
            settlingSinceNanos = OptionalLong.of(settlingSinceNanos.orElse(now));
            return now - settlingSinceNanos.getAsLong() > LONGEST_FIRST_READ.toNanos();
        }

        private void tell() {
            events.tell(files.set(settings.admission()));
            untold = false;
            if (!listed) {
                events.synced();
            }
            listed = true;
            synced = true;
        }

        private void lost(IOException e) {
            if (!lost) {
                LOG.warn(
                        "Manifests {} cannot be read, what was read stays in force: {}",
                        settings.directory(),
                        e.toString());
                events.disconnected(e.toString());
                lost = true;
                listed = false;
                settlingSinceNanos = OptionalLong.empty();
            }
        }

        /** References wait for the first read: before it every Secret would seem to be absent. */
        private void follow(@Nullable Set<ObjectKey> wanted) {
            if (wanted != null && synced) {
                events.follow(wanted);
            } else if (wanted != null) {
                synchronized (monitor) {
                    references = references == null ? wanted : references;
                }
            }
        }

        private @Nullable Set<ObjectKey> takeReferences() {
            synchronized (monitor) {
                Set<ObjectKey> taken = references;
                references = null;
                return taken;
            }
        }

        private void await(Duration longest) {
            synchronized (monitor) {
                if (closed || (references != null && synced)) {
                    return;
                }
                waiting = true;
            }
            alarm.await(longest);
            synchronized (monitor) {
                waiting = false;
                Thread.interrupted(); // a wake-up has done its work
            }
        }
    }
}
