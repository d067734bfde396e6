package dev.sluice.engine.akkahttp;

import akka.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connection that has become a tunnel: they pass by Akka HTTP, each direction as far as its reader wants.
 * Confined to its lane.
 */
final class TunnelBytes {
    /** Written and not yet taken by the peer, from which on nothing more is asked for. */
    private static final int MOST_UNSENT = 64 * 1024;

    /** What the tunnel is told of; outside of the pipeline's calls, or within {@link #demand}. */
    interface Receiver {
        void piece(ByteString bytes);

        /** The peer sends nothing more. */
        void inputEnded();

        /** The peer has taken what it was waited for to take. */
        void writable();
    }

    private final ByteStage.Control control;
    private final Receiver receiver;
    private ByteString held;
    private ByteString output = ByteString.emptyByteString();
    private int demand;
    private long unsent;
    private boolean full;
    private boolean peerEnded;
    private boolean endTold;

    /** @param early what the peer has sent already */
    TunnelBytes(ByteStage.Control control, Receiver receiver, ByteString early, boolean peerEnded) {
        this.control = control;
        this.receiver = receiver;
        this.held = early;
        this.peerEnded = peerEnded;
        control.tunnel();
    }

    // ---- from the stage

    void arrived(ByteString bytes) {
        held = held.concat(bytes);
        deliver();
    }

    boolean wantsMore() {
        return held.isEmpty();
    }

    void peerEnded() {
        peerEnded = true;
        deliver();
    }

    /** So many bytes were given to the peer's connection. */
    void taken(int bytes) {
        unsent -= bytes;
        if (full && unsent < MOST_UNSENT) {
            full = false;
            receiver.writable();
        }
    }

    // ---- from the connection

    void demand() {
        demand++;
        if (deliver()) {
            control.resume();
        }
    }

    private boolean deliver() {
        boolean piece = !held.isEmpty() && demand > 0;
        if (piece) {
            demand--;
            ByteString bytes = held;
            held = ByteString.emptyByteString();
            receiver.piece(bytes);
        }
        if (held.isEmpty() && peerEnded && !endTold) {
            endTold = true;
            receiver.inputEnded();
        }
        return piece;
    }

    void write(ByteString bytes) {
        boolean told = !output.isEmpty();
        unsent += bytes.length();
        output = output.concat(bytes);
        if (!told) {
            control.resume();
        }
    }

    /** What is to go out; null if nothing is. */
    @Nullable
    ByteString output() {
        ByteString out = output;
        output = ByteString.emptyByteString();
        return out.isEmpty() ? null : out;
    }

    boolean writable() {
        full = unsent >= MOST_UNSENT;
        return !full;
    }

    /** Ends this direction behind what has been written. */
    void end() {
        control.endOutput();
    }
}
