package dev.sluice.engine.akkahttp;

import akka.NotUsed;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import org.jspecify.annotations.Nullable;

/** A client's connection on its way in: its first bytes decide what it becomes, which then has all but those it took. */
final class ArrivalStage extends GraphStage<FlowShape<ByteString, ByteString>> {
    /** Reads the first bytes; called in the connection's lane. */
    interface Reader {
        /** @param cut ends the connection, from any thread */
        void started(Runnable cut);

        /** @param soFar all that has come; may be empty */
        Next read(ByteString soFar);

        /** The connection is over. */
        void stopped();
    }

    /** What the first bytes have decided. */
    sealed interface Next {
        /** Nothing yet. */
        record More() implements Next {}

        /** @param last what the client is sent before the end; may be empty */
        record Refused(ByteString last) implements Next {}

        /** @param rest what of the first bytes belongs inside; may be empty */
        record Entered(Flow<ByteString, ByteString, NotUsed> inside, ByteString rest) implements Next {}
    }

    private final Inlet<ByteString> fromPeer = Inlet.create("from-peer");
    private final Outlet<ByteString> toPeer = Outlet.create("to-peer");
    private final AkkaLane lane;
    private final Reader reader;

    ArrivalStage(AkkaLane lane, Reader reader) {
        this.lane = lane;
        this.reader = reader;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return FlowShape.of(fromPeer, toPeer);
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic {
        private final SubSourceOutlet<ByteString> inward = new SubSourceOutlet<>("inward");
        private final SubSinkInlet<ByteString> outward = new SubSinkInlet<>("outward");
        private ByteString held = ByteString.emptyByteString();
        private boolean entered;

        Logic() {
            super(ArrivalStage.this.shape());
            setHandler(fromPeer, new FromPeer());
            setHandler(toPeer, new ToPeer());
            inward.setHandler(new Inward());
            outward.setHandler(new Outward());
        }

        @Override
        public void preStart() {
            AsyncCallback<NotUsed> cutting = createAsyncCallback(ignored -> completeStage());
            lane.within(() -> reader.started(() -> cutting.invoke(NotUsed.getInstance())));
            lane.within(this::read);
        }

        @Override
        public void postStop() {
            lane.within(reader::stopped);
        }

        private void read() {
            switch (reader.read(held)) {
                case Next.More more -> pull(fromPeer);
                case Next.Refused(ByteString last) -> refuse(last);
                case Next.Entered(var inside, ByteString rest) -> enter(inside, rest);
            }
        }

        private void refuse(ByteString last) {
            held = ByteString.emptyByteString();
            if (last.isEmpty()) {
                completeStage();
            } else {
                emit(toPeer, last, this::completeStage);
            }
        }

        private void enter(Flow<ByteString, ByteString, NotUsed> inside, ByteString rest) {
            entered = true;
            held = rest;
            Source.fromGraph(inward.source())
                    .via(inside)
                    .to(Sink.fromGraph(outward.sink()))
                    .withAttributes(lane.attributes())
                    .run(subFusingMaterializer());
            if (isAvailable(toPeer)) {
                outward.pull();
            }
        }

        private final class FromPeer extends AbstractInHandler {
            @Override
            public void onPush() {
                ByteString came = grab(fromPeer);
                if (!entered) {
                    held = held.concat(came);
                    lane.within(Logic.this::read);
                } else if (!inward.isClosed()) {
                    inward.push(came);
                } // else what is inside has stopped reading since it asked for these
            }

            @Override
            public void onUpstreamFinish() {
                if (!entered) {
                    completeStage(); // a client that sends no more says no more of its first bytes
                } else if (held.isEmpty() && !inward.isClosed()) {
                    inward.complete();
                }
            }

            @Override
            public void onUpstreamFailure(Throwable cause) {
                if (entered && !inward.isClosed()) {
                    inward.fail(cause);
                }
                failStage(cause);
            }
        }

        private final class ToPeer extends AbstractOutHandler {
            @Override
            public void onPull() {
                if (entered && !outward.isClosed() && !outward.hasBeenPulled()) {
                    outward.pull();
                }
            }

            @Override
            public void onDownstreamFinish(@Nullable Throwable cause) {
                if (entered) {
                    outward.cancel();
                } else {
                    completeStage();
                }
            }
        }

        private final class Inward extends AbstractOutHandler {
            @Override
            public void onPull() {
                if (!held.isEmpty()) {
                    ByteString rest = held;
                    held = ByteString.emptyByteString();
                    inward.push(rest);
                    if (isClosed(fromPeer)) {
                        inward.complete();
                    }
                } else if (!isClosed(fromPeer) && !hasBeenPulled(fromPeer)) {
                    pull(fromPeer);
                }
            }

            @Override
            public void onDownstreamFinish(@Nullable Throwable cause) {
                // What still goes out, as the alert of a handshake that has failed, goes first.
                if (isClosed(toPeer)) {
                    stopReading();
                }
            }
        }

        private void stopReading() {
            if (!isClosed(fromPeer)) {
                cancel(fromPeer);
            }
        }

        private final class Outward extends AbstractInHandler {
            @Override
            public void onPush() {
                push(toPeer, outward.grab());
            }

            @Override
            public void onUpstreamFinish() {
                complete(toPeer);
                if (inward.isClosed()) {
                    stopReading();
                }
            }

            @Override
            public void onUpstreamFailure(Throwable cause) {
                failStage(cause);
            }
        }
    }
}
