package dev.sluice.train;

import com.google.protobuf.ByteString;
import dev.sluice.key.Version;
import dev.sluice.wire.EncodedChange;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.UnsendableResourceException;
import dev.sluice.wire.UpdateSplitter;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.DiscoveryGrpc;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Update;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a data plane in training follows: a table, a change of it, and questions one after the other. No real control plane, of which
 * an image of a data plane has not all jars.
 */
final class TrainingControlPlane implements AutoCloseable {
    private final CompletableFuture<Void> told = new CompletableFuture<>();
    private final Server server;

    /**
     * @param backendPort on loopback
     * @param questions how many
     * @throws IOException if it may not listen
     */
    TrainingControlPlane(int backendPort, int questions) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new DiscoveryGrpc.DiscoveryImplBase() {
                    @Override
                    public StreamObserver<FromDataPlane> follow(StreamObserver<FromControlPlane> down) {
                        return new Stream(down, backendPort, questions);
                    }
                })
                .build()
                .start();
    }

    /** On loopback. */
    int port() {
        return server.getPort();
    }

    /** Completes when the data plane has taken the tables and answered all questions; fails if it does not. */
    CompletableFuture<Void> answered() {
        return told;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Says the next thing when it has heard that the one before has been done; gRPC calls it from one thread at a time. */
    private final class Stream implements StreamObserver<FromDataPlane> {
        private final StreamObserver<FromControlPlane> down;
        private final EncodedTable first;
        private final EncodedTable second;
        private final int questions;
        private int asked;

        Stream(StreamObserver<FromControlPlane> down, int backendPort, int questions) {
            this.down = down;
            this.first = TrainingState.table(backendPort);
            this.second = TrainingState.changed(first, backendPort);
            this.questions = questions;
        }

        @Override
        public void onNext(FromDataPlane message) {
            switch (message.getMessageCase()) {
                case HELLO -> update(Optional.empty(), first);
                case ACK -> {
                    if (message.getAck().getVersion().getDigest().equals(digest(first))) {
                        update(Optional.of(first), second);
                    } else {
                        ask();
                    }
                }
                case COMMAND_RESULT -> {
                    if (!message.getCommandResult().hasExplained()) {
                        fail("it does not explain: "
                                + message.getCommandResult().getFailed());
                    } else if (asked == questions) {
                        told.complete(null);
                    } else {
                        ask();
                    }
                }
                case NACK ->
                    fail("it has not taken a table: " + message.getNack().getDetail());
                case HEALTH, MESSAGE_NOT_SET -> {
                    // what is reported from time to time is of no interest
                }
            }
        }

        private void update(Optional<EncodedTable> from, EncodedTable to) {
            EncodedChange change = from.orElse(EncodedTable.EMPTY).changeTo(to);
            try {
                List<Update> parts = UpdateSplitter.split(
                        from.map(Stream::version), version(to), change.upserts(), change.removes());
                for (Update part : parts) {
                    down.onNext(FromControlPlane.newBuilder().setUpdate(part).build());
                }
            } catch (UnsendableResourceException e) {
                throw new IllegalStateException("a table of this class can be sent", e);
            }
        }

        private void ask() {
            Explain question = Explain.newBuilder()
                    .setMethod("GET")
                    .setHost(TrainingState.HOST)
                    .setPath("/")
                    .build();
            Command command =
                    Command.newBuilder().setId(++asked).setExplain(question).build();
            down.onNext(FromControlPlane.newBuilder().setCommand(command).build());
        }

        private void fail(String why) {
            told.completeExceptionally(new IOException("the data plane in training: " + why));
        }

        private static Version version(EncodedTable table) {
            return TrainingState.version(2, table);
        }

        private static ByteString digest(EncodedTable table) {
            return WireCodec.toWire(version(table)).getDigest();
        }

        @Override
        public void onError(Throwable failure) {
            told.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            fail("it has ended its stream");
        }
    }
}
