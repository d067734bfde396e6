package dev.sluice.publish;

import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.Update;
import java.util.Iterator;

/** One transaction on its way to a data plane: what it leads to, and the parts that have not been sent. */
final class Transmission {
    private final Snapshot target;
    private final Iterator<Update> rest;

    Transmission(Snapshot target, Iterable<Update> parts) {
        this.target = target;
        this.rest = parts.iterator();
    }

    Snapshot target() {
        return target;
    }

    /** Sends parts while the stream takes them; true once all have been sent. */
    boolean pump(Downstream downstream) {
        while (rest.hasNext() && downstream.ready()) {
            downstream.send(FromControlPlane.newBuilder().setUpdate(rest.next()).build());
        }
        return !rest.hasNext();
    }
}
