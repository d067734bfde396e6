package dev.sluice.sync;

import dev.sluice.wire.UpdateSplitter;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.DiscoveryGrpc;
import dev.sluice.wire.v1.Explain;
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
 * One stream to one control plane, on a connection of its own. Lives in the sync thread; one message is taken at a time. Only
 * questions are answered in gRPC's thread, which has read them and is to send the answer: somebody waits, and each hand-over
 * between threads may wait for a processor that is busy.
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

    /** Answers questions, in gRPC's thread: must not block, and changes nothing. */
    @FunctionalInterface
    interface Informant {
        CommandResult.Builder answer(Explain question);
    }

    private final Candidate candidate;
    private final Executor thread;
    private final Owner owner;
    private final Informant informant;
    private final ManagedChannel channel;
    private volatile @Nullable ClientCallStreamObserver<FromDataPlane> up;
    private boolean connected;
    private volatile boolean over;
    private boolean broken; // guarded by this

    ControlPlaneStream(
            Candidate candidate,
            Transport transport,
            SyncSettings.Following settings,
            Executor thread,
            Owner owner,
            Informant informant) {
        this.candidate = candidate;
        this.thread = thread;
        this.informant = informant;
        this.owner = owner;
        ControlPlaneAddress where = candidate.where();
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(new InetSocketAddress(where.host(), where.port()));
        this.channel = transport
                .protect(builder, candidate.verified(), where.port())
                .directExecutor()
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
    synchronized void send(FromDataPlane message) {
        ClientCallStreamObserver<FromDataPlane> stream = up;
        if (!over && !broken && stream != null) {
            stream.onNext(message);
        }
    }

    /** Whether what is sent now goes out at once. */
    boolean ready() {
        ClientCallStreamObserver<FromDataPlane> stream = up;
        return !over && stream != null && stream.isReady();
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
        stream.setOnReadyHandler(() -> thread.execute(this::answered));
    }

    private void answered() {
        if (!connected && !over) {
            connected = true;
            owner.connected(this);
        }
    }

    /** The next message comes when this one has been handled, wherever that is: none overtakes another. */
    @Override
    public void onNext(FromControlPlane message) {
        if (message.getCommand().hasExplain()) {
            Command command = message.getCommand();
            send(Answers.result(informant.answer(command.getExplain()).setId(command.getId())));
            next();
        } else {
            thread.execute(() -> take(message));
        }
    }

    private void take(FromControlPlane message) {
        if (over) {
            return;
        }
        try {
            owner.received(this, message);
        } catch (RuntimeException | Error e) { // a stream that has lost a message ends
            breakOff(e);
            return;
        }
        next();
    }

    private void next() {
        ClientCallStreamObserver<FromDataPlane> stream = up;
        if (!over && stream != null) {
            stream.request(1);
        }
    }

    /** {@link #onError} follows, with the cause. */
    private synchronized void breakOff(Throwable cause) {
        broken = true; // what is sent on a stream that was cancelled is a fault of its own
        ClientCallStreamObserver<FromDataPlane> stream = up;
        if (stream != null) {
            stream.cancel("a message could not be handled", cause);
        }
    }

    @Override
    public void onError(Throwable failure) {
        thread.execute(() -> failed(failure));
    }

    private void failed(Throwable failure) {
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
        thread.execute(() -> end(Status.Code.OK, "ended by the control plane"));
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
