package dev.sluice.engine.akkahttp;

import akka.stream.Attributes;
import akka.stream.Inlet;
import akka.stream.SinkShape;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A body that Akka HTTP receives, one piece a demand; belongs to one lane, materialised once. Reads one piece ahead, because
 * Akka HTTP tells the end of a body only to those who ask for more, and closes behind a response that comes before.
 */
final class BodyReader extends GraphStage<SinkShape<ByteString>> {
    /** Where the pieces go. */
    interface Receiver {
        void piece(ByteString bytes);

        /** The body is complete. */
        void bodyEnded();

        /** The body was cut off. */
        void bodyFailed();
    }

    private final Inlet<ByteString> in = Inlet.create("body");
    private final AkkaLane lane;
    private final Receiver receiver;
    private @Nullable ByteString ahead;
    private int demanded;
    private boolean ended;
    private boolean endKnown;
    private boolean cancelled;
    private @Nullable AsyncCallback<Integer> wake;

    BodyReader(AkkaLane lane, Receiver receiver) {
        this.lane = lane;
        this.receiver = receiver;
    }

    @Override
    public SinkShape<ByteString> shape() {
        return SinkShape.of(in);
    }

    void demand() {
        demanded++;
        wake();
    }

    /** Whether a piece has been asked for that has not come. */
    boolean waiting() {
        return demanded > 0;
    }

    /**
     * The receiver knows that the body is complete. Akka HTTP tells its end later, maybe when the receiver is at the next
     * message already, which it must not be taken for: it is not told any more.
     */
    void complete() {
        endKnown = true;
    }

    /** Reads nothing more and tells nothing more. */
    void cancel() {
        cancelled = true;
        wake();
    }

    private void wake() {
        if (wake != null) {
            wake.invoke(0);
        }
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic {
        Logic() {
            super(shape());
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    ahead = grab(in);
                    advance();
                }

                @Override
                public void onUpstreamFinish() {
                    ended = true;
                    advance();
                }

                @Override
                public void onUpstreamFailure(Throwable cause) {
                    if (!cancelled && !endKnown) {
                        lane.within(receiver::bodyFailed);
                    }
                    completeStage();
                }
            });
        }

        @Override
        public void preStart() {
            setKeepGoing(true); // the end waits for what was read ahead
            wake = createAsyncCallback(ignored -> advance());
            advance();
        }

        private void advance() {
            ByteString piece = ahead;
            if (!cancelled && piece != null && demanded > 0) {
                ahead = null;
                demanded--;
                if (!isClosed(in)) {
                    pull(in);
                }
                lane.within(() -> receiver.piece(piece));
            }
            if (cancelled) {
                completeStage();
            } else if (ahead == null && ended) {
                completeStage();
                if (!endKnown) {
                    lane.within(receiver::bodyEnded);
                }
            } else if (ahead == null && !hasBeenPulled(in) && !isClosed(in)) {
                pull(in);
            }
        }
    }
}
