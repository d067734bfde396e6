package dev.sluice.engine.akkahttp;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * The application's end of an Akka HTTP connection: takes messages of the peer one at a time, sends messages when told.
 *
 * @param <I> what the peer sends
 * @param <O> what is sent
 */
final class HandOver<I, O> extends GraphStage<FlowShape<I, O>> {
    /** Takes what comes. */
    interface Receiver<I> {
        void message(I message);

        /** No message comes any more. */
        void messagesEnded();
    }

    private final Inlet<I> in = Inlet.create("in");
    private final Outlet<O> out = Outlet.create("out");
    private final AkkaLane lane;
    private final Receiver<I> receiver;
    private @Nullable AsyncCallback<O> sender;

    HandOver(AkkaLane lane, Receiver<I> receiver) {
        this.lane = lane;
        this.receiver = receiver;
    }

    @Override
    public FlowShape<I, O> shape() {
        return FlowShape.of(in, out);
    }

    void send(O message) {
        if (sender != null) {
            sender.invoke(message);
        }
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic {
        private @Nullable O waiting;

        Logic() {
            super(HandOver.this.shape());
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    I message = grab(in);
                    pull(in); // the next comes when ByteStage.Bytes gives its head to Akka HTTP
                    lane.within(() -> receiver.message(message));
                }

                @Override
                public void onUpstreamFinish() {
                    lane.within(receiver::messagesEnded); // what is under way is still answered
                }

                @Override
                public void onUpstreamFailure(Throwable cause) {
                    lane.within(receiver::messagesEnded);
                    failStage(cause);
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    O message = waiting;
                    waiting = null;
                    if (message != null) {
                        push(out, message);
                    }
                }
            });
        }

        @Override
        public void preStart() {
            sender = createAsyncCallback(this::sent);
            pull(in);
        }

        private void sent(O message) {
            if (isAvailable(out)) {
                push(out, message);
            } else {
                waiting = message;
            }
        }
    }
}
