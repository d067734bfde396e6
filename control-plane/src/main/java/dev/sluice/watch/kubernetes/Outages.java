package dev.sluice.watch.kubernetes;

import dev.sluice.key.WatchKey;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the API server is away, whatever the number of watches that notice, and once that it is back. */
final class Outages {
    private static final Logger LOG = LoggerFactory.getLogger(Outages.class);

    private final String address;
    private final Set<WatchKey> lost = new HashSet<>();

    private boolean saidNoNumber;

    Outages(String address) {
        this.address = address;
    }

    synchronized void lost(WatchKey watch, String reason) {
        if (lost.isEmpty()) {
            LOG.warn("Cannot watch {} at {}, trying again; what is known stays in force: {}", watch, address, reason);
        } else {
            LOG.debug("Lost the watch {}: {}", watch, reason);
        }
        lost.add(watch);
    }

    synchronized void back(WatchKey watch) {
        if (lost.remove(watch) && lost.isEmpty()) {
            LOG.info("All watches of the API server {} are back", address);
        }
    }

    /** The watch was stopped: it neither is back nor keeps others from being. */
    synchronized void forget(WatchKey watch) {
        lost.remove(watch);
    }

    synchronized void versionIsNoNumber(WatchKey watch, String version) {
        if (!saidNoNumber) {
            LOG.warn(
                    "{}: resourceVersion '{}' is no number; freshness of this server cannot be compared",
                    watch,
                    version);
            saidNoNumber = true;
        }
    }

    /** Once for each watch: a person should know of it. */
    void wentBack(WatchKey watch, long from, long now) {
        LOG.error(
                "The source went back: {} had come to {}, and a consistent list of {} is at {}. Was etcd restored from a"
                        + " backup? Data planes keep what they have until all replicas have seen it",
                watch,
                from,
                address,
                now);
    }

    void unavailable(WatchKey watch, String reason) {
        LOG.warn("{} cannot be read and counts as empty: {}", watch, reason);
    }
}
