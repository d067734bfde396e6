package dev.sluice.engine.akkahttp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.JavaFlowSupport;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens on both sides of the stage at almost the same moment; the tests of the engine see the rest. */
@Timeout(60)
final class ArrivalStageTest {
    private static final ByteString ALERT = ByteString.fromString("alert");
    private final ActorSystem system =
            ActorSystem.create("arrival-stage", LaneConfig.of(1), getClass().getClassLoader());
    private final AkkaLane lane = new AkkaLane(0, system, AkkaHttpSettings.standard(1));

    @AfterEach
    void stop() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    /** So ends TLS over a record that nobody sealed: it reads no more, while what the client sent behind it arrives. */
    @Test
    void whatComesForOneWhoHasStoppedReadingIsDropped() throws Exception {
        Inside inside = new Inside(system);
        Pair<BoundedSourceQueue<ByteString>, SinkQueueWithCancel<ByteString>> peer = Source.<ByteString>queue(8)
                .via(new ArrivalStage(lane, inside))
                .toMat(Sink.queue(), Keep.both())
                .withAttributes(lane.attributes())
                .run(system);

        inside.reading.get(10, TimeUnit.SECONDS).cancel();
        inside.words.first().offer(ALERT); // what comes out of the stage left behind the end of reading
        assertThat(next(peer.second())).contains(ALERT);
        assertThat(peer.first().offer(ByteString.fromString("behind it"))).isEqualTo(QueueOfferResult.enqueued());
        inside.words.first().offer(ALERT);

        assertThat(next(peer.second())).as("its last word").contains(ALERT);
        inside.words.first().complete();
        assertThat(next(peer.second())).as("the end").isEmpty();
    }

    private static Optional<ByteString> next(SinkQueueWithCancel<ByteString> queue) throws Exception {
        return queue.pull().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Enters at once, asks for bytes, and says what the test says. */
    private static final class Inside implements ArrivalStage.Reader, Subscriber<ByteString> {
        final CompletableFuture<Subscription> reading = new CompletableFuture<>();
        final Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> words;

        Inside(ActorSystem system) {
            words = Source.<ByteString>queue(8).preMaterialize(system);
        }

        @Override
        public void started(Runnable cut) {}

        @Override
        public ArrivalStage.Next read(ByteString soFar) {
            return new ArrivalStage.Next.Entered(
                    Flow.fromSinkAndSource(JavaFlowSupport.Sink.fromSubscriber(this), words.second()), soFar);
        }

        @Override
        public void stopped() {}

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(1);
            reading.complete(subscription);
        }

        @Override
        public void onNext(ByteString bytes) {}

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onComplete() {}
    }
}
