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

        /** Whether more bytes of the peer may come. */
        boolean wantsMore();

        /** Akka HTTP has rendered bytes; returns what the peer gets. */
        ByteString rendered(ByteString bytes);

        /** The peer sends nothing more. */
        void peerEnded();

        /** The connection is over. */
        void stopped();
    }

    /** How {@link Bytes} acts on the stage from outside of its calls. */
    interface Control {
        /** Looks again at what can be passed on. */
        void resume();

        /** Cuts the connection. */
        void abort();

        /** Closes it in order, after what has been written. */
        void close();
    }

    private enum Act {
        RESUME,
        ABORT,
        CLOSE,
        LINGERED
    }

    private static final int LINGER_BYTES = 1024 * 1024;
    private static final java.time.Duration LINGER = java.time.Duration.ofSeconds(2);

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
        private boolean lingering;
        private int lingered;

        Logic() {
            super(ByteStage.this.shape());
            setHandler(fromAkka, new AbstractInHandler() {
                @Override
                public void onPush() {
                    push(toPeer, bytes.rendered(grab(fromAkka)));
                }

                @Override
                public void onUpstreamFinish() {
                    linger();
                }
            });
            setHandler(toPeer, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    if (!hasBeenPulled(fromAkka) && !isClosed(fromAkka)) {
                        pull(fromAkka);
                    }
                }
            });
            setHandler(fromPeer, new AbstractInHandler() {
                @Override
                public void onPush() {
                    ByteString arrived = grab(fromPeer);
                    if (lingering) {
                        lingered(arrived.length());
                        return;
                    }
                    lane.within(() -> bytes.arrived(arrived));
                    advance();
                }

                @Override
                public void onUpstreamFinish() {
                    if (lingering) {
                        completeStage();
                        return;
                    }
                    lane.within(bytes::peerEnded);
                    advance();
                }
            });
            setHandler(toAkka, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    advance();
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

        private void advance() {
            if (isAvailable(toAkka)) {
                ByteString next = bytes.next();
                if (next != null) {
                    push(toAkka, next);
                }
            }
            if (isClosed(fromPeer)) {
                if (!isClosed(toAkka) && bytes.next() == null) {
                    complete(toAkka);
                }
            } else if (!hasBeenPulled(fromPeer) && bytes.wantsMore()) {
                pull(fromPeer);
            }
        }

        /** Reads on for a while behind the last response: closing over unread bytes would reset it away. */
        private void linger() {
            complete(toPeer);
            if (isClosed(fromPeer)) {
                completeStage();
                return;
            }
            lingering = true;
            if (!hasBeenPulled(fromPeer)) {
                pull(fromPeer);
            }
            lane.system().scheduler().scheduleOnce(LINGER, () -> callback.invoke(Act.LINGERED), lane.dispatcher());
        }

        private void lingered(int count) {
            lingered += count;
            if (lingered > LINGER_BYTES) {
                completeStage();
            } else {
                pull(fromPeer);
            }
        }

        private void act(Act act) {
            switch (act) {
                case RESUME -> advance();
                case ABORT -> failStage(new ConnectionCut());
                case CLOSE -> linger();
                case LINGERED -> completeStage();
            }
        }

        @Override
        public void resume() {
            callback.invoke(Act.RESUME);
        }

        @Override
        public void abort() {
            callback.invoke(Act.ABORT);
        }

        @Override
        public void close() {
            callback.invoke(Act.CLOSE);
        }
    }
}
