package dev.sluice.sync;

import dev.sluice.wire.UpdateSplitter;
import dev.sluice.wire.v1.DiscoveryGrpc;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Hello;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream to one control plane, on a connection of its own. Lives in the sync thread, where gRPC also makes its calls;
 * one message is taken at a time.
 */
final class ControlPlaneStream implements ClientResponseObserver<FromDataPlane, FromControlPlane> {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneStream.class);

    /** What a stream tells its owner, in the sync thread, and nothing after {@link #close}. */
    interface Owner {
        void connected(ControlPlaneStream stream);

        void received(ControlPlaneStream stream, FromControlPlane message);

        /** The stream is over; comes once. */
        void ended(ControlPlaneStream stream, Status.Code code, String reason);
    }

    private final Candidate candidate;
    private final Owner owner;
    private final ManagedChannel channel;
    private @Nullable ClientCallStreamObserver<FromDataPlane> up;
    private boolean connected;
    private boolean over;

    ControlPlaneStream(
            Candidate candidate, Transport transport, SyncSettings.Following settings, Executor thread, Owner owner) {
        this.candidate = candidate;
        this.owner = owner;
        ControlPlaneAddress where = candidate.where();
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(new InetSocketAddress(where.host(), where.port()));
        this.channel = transport
                .protect(builder, candidate.verified(), where.port())
                .executor(thread)
                .withOption(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connectTimeout().toMillis()))
                .keepAliveTime(settings.keepAlive().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(settings.keepAliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
                .maxInboundMessageSize(UpdateSplitter.MAX_MESSAGE_BYTES)
                .disableRetry() // the owner knows better: which replica, and with which version in Hello
                .build();
    }

    Candidate candidate() {
        return candidate;
    }

    /** Whether the other side has answered: a connection is there, and protected as it is to be. */
    boolean connected() {
        return connected;
    }

    void open(Hello hello) {
        DiscoveryGrpc.newStub(channel).follow(this);
        send(FromDataPlane.newBuilder().setHello(hello).build());
    }

    /** Sends, or keeps until it can be sent; what the stream can no longer carry is dropped with it. */
    void send(FromDataPlane message) {
        if (!over && up != null) {
            up.onNext(message);
        }
    }

    /** Whether what is sent now goes out at once. */
    boolean ready() {
        return !over && up != null && up.isReady();
    }

    /** Ends the stream and its connection; the owner is not told. */
    void close() {
        over = true;
        channel.shutdownNow();
    }

    /** After {@link #close}: until gRPC makes no more calls. */
    void awaitEnd(long millis) throws InterruptedException {
        channel.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<FromDataPlane> stream) {
        up = stream;
        stream.disableAutoRequestWithInitial(1);
        stream.setOnReadyHandler(() -> {
            if (!connected && !over) {
                connected = true;
                owner.connected(this);
            }
        });
    }

    @Override
    public void onNext(FromControlPlane message) {
        if (over || up == null) {
            return;
        }
        owner.received(this, message);
        up.request(1);
    }

    @Override
    public void onError(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        Throwable cause = status.getCause();
        if (status.getCode() == Status.Code.CANCELLED && cause != null && !over) { // thrown while a message was handled
            LOG.error("A message of {} could not be handled", this, cause);
        }
        String detail = status.getDescription() == null
                ? ""
                : ": " + status.getDescription().lines().findFirst().orElse(""); // then comes Netty's pipeline
        end(status.getCode(), status.getCode() + detail + (cause == null ? "" : " (" + cause.getMessage() + ")"));
    }

    @Override
    public void onCompleted() {
        end(Status.Code.OK, "ended by the control plane");
    }

    private void end(Status.Code code, String reason) {
        if (!over) {
            close();
            owner.ended(this, code, reason);
        }
    }

    @Override
    public String toString() {
        return candidate.toString();
    }
}
