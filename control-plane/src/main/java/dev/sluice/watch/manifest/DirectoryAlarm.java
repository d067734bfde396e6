package dev.sluice.watch.manifest;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rings when something happened in a directory; where the system cannot tell, it rings when the time is up. */
final class DirectoryAlarm implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryAlarm.class);

    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private boolean complained;

    private DirectoryAlarm(@Nullable WatchService service) {
        this.service = service;
    }

    static DirectoryAlarm open(FileSystem files) {
        try {
            return new DirectoryAlarm(files.newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("Changes of files are not reported ({}); looking for them instead", e.toString());
            return new DirectoryAlarm(null);
        }
    }

    /** True if one of them was not watched before. */
    boolean watch(List<Path> directories) {
        boolean news = false;
        for (Path directory : directories) {
            WatchKey known = keys.get(directory);
            if (known == null || !known.isValid()) {
                news |= register(directory);
            }
        }
        return news;
    }

    private boolean register(Path directory) {
        if (service == null) {
            return false;
        }
        try {
            keys.put(
                    directory,
                    directory.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
            return true;
        } catch (IOException | ClosedWatchServiceException e) {
            if (!complained) {
                LOG.warn("Changes in {} are not reported ({}); looking for them instead", directory, e.toString());
                complained = true;
            }
            return false;
        }
    }

    /** Returns after a change, an interrupt, or {@code longest}. */
    void await(Duration longest) {
        try {
            if (service == null) {
                TimeUnit.NANOSECONDS.sleep(longest.toNanos());
                return;
            }
            WatchKey key = service.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
            while (key != null) {
                drain(key);
                key = service.poll();
            }
        } catch (InterruptedException e) {
            // Woken: the caller looks why.
        } catch (ClosedWatchServiceException e) {
            LOG.debug("The alarm is closed", e);
        }
    }

    /** What happened is found by looking; events only say that something did. */
    private void drain(WatchKey key) {
        key.pollEvents();
        if (!key.reset()) {
            keys.values().remove(key);
        }
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.debug("Closing the watch on the directory", e);
        }
    }
}
