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

/** A body that Akka HTTP receives, one piece a demand; belongs to one lane, materialised once. */
final class BodyReader extends GraphStage<SinkShape<ByteString>> {
    /** Where the pieces go. */
    interface Receiver {
        void piece(ByteString bytes);

        void ended();

        void failed(Throwable cause);
    }

    private final Inlet<ByteString> in = Inlet.create("body");
    private final AkkaLane lane;
    private final Receiver receiver;
    private int demanded;
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
                    ByteString bytes = grab(in);
                    demanded--;
                    lane.within(() -> receiver.piece(bytes));
                    advance();
                }

                @Override
                public void onUpstreamFinish() {
                    if (!cancelled) {
                        lane.within(receiver::ended);
                    }
                    completeStage();
                }

                @Override
                public void onUpstreamFailure(Throwable cause) {
                    if (!cancelled) {
                        lane.within(() -> receiver.failed(cause));
                    }
                    completeStage();
                }
            });
        }

        @Override
        public void preStart() {
            wake = createAsyncCallback(ignored -> advance());
            advance();
        }

        private void advance() {
            if (cancelled) {
                completeStage();
            } else if (demanded > 0 && !hasBeenPulled(in) && !isClosed(in)) {
                pull(in);
            }
        }
    }
}
