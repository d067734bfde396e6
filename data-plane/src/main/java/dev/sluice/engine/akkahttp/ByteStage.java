package dev.sluice.engine.akkahttp;

import akka.stream.Attributes;
import akka.stream.BidiShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a TCP connection and Akka HTTP: what the peer sends goes through {@link Bytes#arrived}, what Akka HTTP
 * renders through {@link Bytes#rendered}.
 */
final class ByteStage extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
    /** What is done to the bytes; called in the connection's lane. */
    interface Bytes {
        /** The stage runs. */
        void started(Control control);

        /** Bytes came from the peer. */
        void arrived(ByteString bytes);

        /** What can be given to Akka HTTP now; null if nothing can. Asked after each event while Akka HTTP wants bytes. */
        @Nullable
        ByteString next();

        /** Whether {@link #next} may still give something once the peer has ended. */
        boolean holding();

        /** Whether more bytes of the peer may come. */
        boolean wantsMore();

        /** Akka HTTP has rendered bytes; returns what the peer gets. */
        ByteString rendered(ByteString bytes);

        /** What the peer gets besides what Akka HTTP renders; null if nothing. Asked after each {@link Control#resume}. */
        @Nullable
        ByteString besides();

        /** So many bytes of a tunnel went out. */
        void taken(int count);

        /** The peer sends nothing more. */
        void peerEnded();

        /** The connection is over. */
        void stopped();
    }

    /** How {@link Bytes} acts on the stage from outside of its calls. */
    interface Control {
        /** Looks again at what can be passed on, either way. */
        void resume();

        /** Cuts the connection. */
        void abort();

        /** From now on Akka HTTP has no part in it: bytes go out by {@link Bytes#besides}. */
        void tunnel();

        /** Ends the direction to the peer of a tunnel, behind what has been written. */
        void endOutput();

        /** Closes it in order, after what has been written. */
        void close();

        /** Since when ({@link System#nanoTime}) written bytes have waited for the peer; 0 if none wait. */
        long blockedSince();
    }

    private enum Act {
        RESUME,
        TUNNEL,
        END_OUTPUT,
        ABORT,
        CLOSE,
        LINGERED
    }

    private final Inlet<ByteString> fromAkka = Inlet.create("from-akka");
    private final Outlet<ByteString> toPeer = Outlet.create("to-peer");
    private final Inlet<ByteString> fromPeer = Inlet.create("from-peer");
    private final Outlet<ByteString> toAkka = Outlet.create("to-akka");
    private final AkkaLane lane;
    private final Bytes bytes;

    ByteStage(AkkaLane lane, Bytes bytes) {
        this.lane = lane;
        this.bytes = bytes;
    }

    @Override
    public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
        return new BidiShape<>(fromAkka, toPeer, fromPeer, toAkka);
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic implements Control {
        private final AsyncCallback<Act> callback = createAsyncCallback(this::act);
        private final Runnable arrive = this::arrive;
        private final Runnable advance = this::pass;
        private final Runnable render = this::render;
        private @Nullable ByteString unsent;
        private long blockedSince;
        private boolean closing;
        private boolean lingering;
        private boolean tunnel;
        private boolean outputEnding;
        private int lingered;

        Logic() {
            super(ByteStage.this.shape());
            setHandler(fromAkka, new AbstractInHandler() {
                @Override
                public void onPush() {
                    lane.within(render);
                }

                @Override
                public void onUpstreamFinish() {
                    if (!tunnel) {
                        finishWriting();
                    }
                }
            });
            setHandler(toPeer, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    peerTakes();
                }
            });
            setHandler(fromPeer, new AbstractInHandler() {
                @Override
                public void onPush() {
                    lane.within(arrive);
                }

                @Override
                public void onUpstreamFinish() {
                    if (lingering) {
                        completeStage();
                    } else {
                        lane.within(this::ended);
                    }
                }

                private void ended() {
                    bytes.peerEnded();
                    pass();
                }
            });
            setHandler(toAkka, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    lane.within(advance);
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    // Akka HTTP wants no more; what it still renders goes out first.
                }
            });
        }

        @Override
        public void preStart() {
            lane.within(() -> bytes.started(this));
            pull(fromPeer);
        }

        @Override
        public void postStop() {
            lane.within(bytes::stopped);
        }

        private void arrive() {
            ByteString arrived = grab(fromPeer);
            if (lingering) {
                lingered(arrived.length());
            } else {
                bytes.arrived(arrived);
                pass();
            }
        }

        private void render() {
            send(bytes.rendered(grab(fromAkka)));
        }

        private void pass() {
            if (lingering) {
                return;
            }
            if (!tunnel && isAvailable(toAkka)) {
                ByteString next = bytes.next();
                if (next != null) {
                    push(toAkka, next);
                }
            }
            if (isClosed(fromPeer)) {
                if (!tunnel && !isClosed(toAkka) && !bytes.holding()) {
                    complete(toAkka);
                }
            } else if (!hasBeenPulled(fromPeer) && bytes.wantsMore()) {
                pull(fromPeer);
            }
        }

        private void send(ByteString out) {
            if (unsent == null && isAvailable(toPeer)) {
                give(out);
            } else {
                unsent = unsent == null ? out : unsent.concat(out);
            }
            blockedSince = lane.nanoTime();
        }

        private void give(ByteString out) {
            push(toPeer, out);
            lane.within(() -> bytes.taken(out.length()));
        }

        /** Akka HTTP's part is over; what becomes of the connection is up to {@link Bytes}. */
        private void tunnelBegins() {
            if (closing || lingering) {
                return;
            }
            tunnel = true;
            if (!isClosed(fromAkka)) {
                cancel(fromAkka);
            }
            if (!isClosed(toAkka)) {
                complete(toAkka);
            }
            lane.within(this::pass);
        }

        private void outputEnds() {
            sendBesides();
            outputEnding = true;
            if (unsent == null && !isClosed(toPeer)) {
                complete(toPeer);
            }
        }

        private void peerTakes() {
            blockedSince = 0;
            ByteString waiting = unsent;
            if (waiting != null) {
                unsent = null;
                give(waiting);
                blockedSince = lane.nanoTime();
                if (closing) {
                    linger();
                } else if (outputEnding && unsent == null) {
                    complete(toPeer);
                }
            } else if (!tunnel && !closing && !hasBeenPulled(fromAkka) && !isClosed(fromAkka)) {
                pull(fromAkka);
            }
        }

        private void finishWriting() {
            closing = true;
            if (unsent == null && !lingering) {
                linger();
            }
        }

        /** Reads on for a while behind the last response: closing over unread bytes would reset it away. */
        private void linger() {
            lingering = true;
            complete(toPeer);
            if (isClosed(fromPeer)) {
                completeStage();
                return;
            }
            if (!isClosed(fromAkka)) {
                cancel(fromAkka);
            }
            if (!isClosed(toAkka)) {
                complete(toAkka);
            }
            if (!hasBeenPulled(fromPeer)) {
                pull(fromPeer);
            }
            lane.system()
                    .scheduler()
                    .scheduleOnce(lane.settings().linger(), () -> callback.invoke(Act.LINGERED), lane.dispatcher());
        }

        private void lingered(int count) {
            lingered += count;
            if (lingered > lane.settings().lingerBytes()) {
                completeStage();
            } else {
                pull(fromPeer);
            }
        }

        private void act(Act act) {
            switch (act) {
                case RESUME -> lane.within(this::resumed);
                case TUNNEL -> tunnelBegins();
                case END_OUTPUT -> lane.within(this::outputEnds);
                case ABORT -> failStage(new ConnectionCut());
                case CLOSE -> {
                    lane.within(this::sendBesides);
                    finishWriting();
                }
                case LINGERED -> completeStage();
            }
        }

        private void resumed() {
            sendBesides();
            pass();
        }

        /** Acts may overtake each other (one that comes from within the stage is carried out first); bytes may not. */
        private void sendBesides() {
            ByteString besides = closing || outputEnding ? null : bytes.besides();
            if (besides != null) {
                send(besides);
            }
        }

        @Override
        public void resume() {
            callback.invoke(Act.RESUME);
        }

        @Override
        public void tunnel() {
            callback.invoke(Act.TUNNEL);
        }

        @Override
        public void endOutput() {
            callback.invoke(Act.END_OUTPUT);
        }

        @Override
        public void abort() {
            callback.invoke(Act.ABORT);
        }

        @Override
        public void close() {
            callback.invoke(Act.CLOSE);
        }

        @Override
        public long blockedSince() {
            return blockedSince;
        }
    }
}
