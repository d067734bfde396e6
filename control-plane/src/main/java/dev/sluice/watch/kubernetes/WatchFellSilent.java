package dev.sluice.watch.kubernetes;

import java.io.IOException;
import java.time.Duration;

/**
 * Nothing came for longer than a server that sends bookmarks ever stays silent (kube-apiserver sends one a minute): the
 * connection may be half open. The watch is to be opened anew from where it is.
 */
final class WatchFellSilent extends IOException {
    private static final long serialVersionUID = 1L;

    WatchFellSilent(Duration silence) {
        super("nothing came for " + silence.toMillis() + " ms");
    }
}
