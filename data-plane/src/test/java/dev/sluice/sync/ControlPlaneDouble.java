package dev.sluice.sync;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Version;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.UnsendableResourceException;
import dev.sluice.wire.UpdateSplitter;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.DiscoveryGrpc;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Hello;
import dev.sluice.wire.v1.Move;
import dev.sluice.wire.v1.Nack;
import dev.sluice.wire.v1.Replicas;
import dev.sluice.wire.v1.Update;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A control plane on a real socket that says what a test tells it to. */
public final class ControlPlaneDouble implements AutoCloseable {
    private static final int WAIT_SECONDS = 20;
    private static final String LOOPBACK = "127.0.0.1";

    /** One stream, as the control plane sees it. */
    public static final class Stream implements StreamObserver<FromDataPlane> {
        private final StreamObserver<FromControlPlane> down;
        private final BlockingQueue<FromDataPlane> heard = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

        private Stream(StreamObserver<FromControlPlane> down) {
            this.down = down;
        }

        @Override
        public void onNext(FromDataPlane message) {
            heard.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            ends.add(failure.toString());
        }

        @Override
        public void onCompleted() {
            ends.add("completed");
        }

        void send(Update part) {
            down.onNext(FromControlPlane.newBuilder().setUpdate(part).build());
        }

        void send(FromControlPlane message) {
            down.onNext(message);
        }

        void replicas(ControlPlaneAddress... addresses) {
            Replicas.Builder replicas = Replicas.newBuilder();
            for (ControlPlaneAddress address : addresses) {
                replicas.addAddresses(address.toString());
            }
            send(FromControlPlane.newBuilder().setReplicas(replicas).build());
        }

        void move(ControlPlaneAddress address) {
            send(FromControlPlane.newBuilder()
                    .setMove(Move.newBuilder().setAddress(address.toString()).setReason("a test says so"))
                    .build());
        }

        boolean open() {
            return ends.isEmpty();
        }

        /** Ends the stream as gRPC does when something is wrong. */
        void fail(io.grpc.Status status) {
            down.onError(status.asRuntimeException());
        }

        public void send(Command command) {
            down.onNext(FromControlPlane.newBuilder().setCommand(command).build());
        }

        void end() {
            down.onCompleted();
        }

        /** All of a table. */
        public void snapshot(EncodedTable table, Version to) {
            parts(table, to, UpdateSplitter.PART_BYTES).forEach(this::send);
        }

        static List<Update> parts(EncodedTable table, Version to, int partBytes) {
            try {
                return UpdateSplitter.split(Optional.empty(), to, List.copyOf(table.values()), List.of(), partBytes);
            } catch (UnsendableResourceException e) {
                throw new IllegalArgumentException(e);
            }
        }

        public void delta(EncodedTable from, Version base, EncodedTable next, Version to) {
            var change = from.changeTo(next);
            try {
                UpdateSplitter.split(Optional.of(base), to, change.upserts(), change.removes())
                        .forEach(this::send);
            } catch (UnsendableResourceException e) {
                throw new IllegalArgumentException(e);
            }
        }

        public Hello hello() throws InterruptedException {
            return next(FromDataPlane::hasHello, FromDataPlane::getHello);
        }

        public Ack ack() throws InterruptedException {
            return next(message -> message.hasAck() || message.hasNack(), FromDataPlane::getAck);
        }

        Nack nack() throws InterruptedException {
            return next(message -> message.hasAck() || message.hasNack(), FromDataPlane::getNack);
        }

        /** The next message that is wanted; those before it are passed over. */
        public <T> T next(java.util.function.Predicate<FromDataPlane> wanted, Function<FromDataPlane, T> content)
                throws InterruptedException {
            long deadline = System.nanoTime() + SECONDS.toNanos(WAIT_SECONDS);
            while (true) {
                FromDataPlane message = heard.poll(deadline - System.nanoTime(), NANOSECONDS);
                assertThat(message).as("a message of the data plane").isNotNull();
                if (wanted.test(message)) {
                    return content.apply(message);
                }
            }
        }

        String awaitEnd() throws InterruptedException {
            String end = ends.poll(WAIT_SECONDS, SECONDS);
            return end == null ? "still open" : end;
        }
    }

    private final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
    private final String host;
    private final Server server;
    private final int port;

    private ControlPlaneDouble(String host, int asked, UnaryOperator<NettyServerBuilder> adjust) throws IOException {
        this.host = host;
        this.server = adjust.apply(
                        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getByName(host), asked)))
                .addService(new DiscoveryGrpc.DiscoveryImplBase() {
                    @Override
                    public StreamObserver<FromDataPlane> follow(StreamObserver<FromControlPlane> down) {
                        Stream stream = new Stream(down);
                        streams.add(stream);
                        return stream;
                    }
                })
                .build()
                .start();
        this.port = server.getPort();
    }

    public static ControlPlaneDouble start() throws IOException {
        return startOn(LOOPBACK, 0);
    }

    public static ControlPlaneDouble startOn(int port) throws IOException {
        return startOn(LOOPBACK, port);
    }

    static ControlPlaneDouble startOn(String host, int port) throws IOException {
        return new ControlPlaneDouble(host, port, builder -> builder);
    }

    /** With mutual TLS, say. */
    static ControlPlaneDouble start(UnaryOperator<NettyServerBuilder> adjust) throws IOException {
        return new ControlPlaneDouble(LOOPBACK, 0, adjust);
    }

    public int port() {
        return port;
    }

    public ControlPlaneAddress address() {
        return new ControlPlaneAddress(host, port());
    }

    /** The next stream that a data plane opens. */
    public Stream accept() throws InterruptedException {
        Stream stream = streams.poll(WAIT_SECONDS, SECONDS);
        assertThat(stream).as("a stream of the data plane").isNotNull();
        return stream;
    }

    /** As a process that is killed: open streams are cut. */
    @Override
    public void close() throws InterruptedException {
        server.shutdownNow();
        server.awaitTermination(WAIT_SECONDS, SECONDS);
    }
}
