package dev.sluice.controlplane;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.Version;
import dev.sluice.resource.Resource;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.RefusedResourceException;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.UpdateAssembler;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.DiscoveryGrpc;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Hello;
import dev.sluice.wire.v1.Nack;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A data plane as small as it can be: applies updates to a table, and answers when the test says so. */
final class StreamClient implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final ManagedChannel channel;
    private final BlockingQueue<FromControlPlane> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final StreamObserver<FromDataPlane> up;
    private final UpdateAssembler assembler = new UpdateAssembler(UpdateAssembler.Bounds.DEFAULT);
    private EncodedTable table = EncodedTable.EMPTY;
    private Version serving = Version.NONE;

    StreamClient(int port) {
        this(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build());
    }

    /** @param channel is closed with the client */
    StreamClient(ManagedChannel channel) {
        this.channel = channel;
        up = DiscoveryGrpc.newStub(channel).follow(new StreamObserver<>() {
            @Override
            public void onNext(FromControlPlane message) {
                received.add(message);
            }

            @Override
            public void onError(Throwable fault) {
                ended.complete(Status.fromThrowable(fault));
            }

            @Override
            public void onCompleted() {
                ended.complete(Status.OK);
            }
        });
    }

    /** A stream that has said Hello. */
    static StreamClient of(int port, String node, String fleet) {
        StreamClient client = new StreamClient(port);
        client.hello(node, fleet, Optional.empty());
        return client;
    }

    void hello(String node, String fleet, Optional<Version> has) {
        Hello.Builder hello = Hello.newBuilder()
                .setNode(node)
                .setFleet(fleet)
                .setEngine("test")
                .setSoftware("1")
                .setProtocol(1);
        has.ifPresent(version -> hello.setServing(WireCodec.toWire(version)));
        send(FromDataPlane.newBuilder().setHello(hello));
    }

    /** Goes on from what another stream has left. */
    void resume(StreamClient before, String node) {
        table = before.table;
        serving = before.serving;
        hello(node, "default", Optional.of(serving));
    }

    void send(FromDataPlane.Builder message) {
        up.onNext(message.build());
    }

    /** The next transaction, whole and checked, not applied. */
    AssembledUpdate next() throws InterruptedException, UndecodableException {
        while (true) {
            FromControlPlane message = message();
            Optional<AssembledUpdate> whole = assembler.add(message.getUpdate());
            if (whole.isPresent()) {
                return whole.get();
            }
        }
    }

    /** The next transaction, applied and acknowledged; its digest is right. */
    AssembledUpdate applyNext() throws InterruptedException, UndecodableException {
        AssembledUpdate update = next();
        apply(update);
        return update;
    }

    void apply(AssembledUpdate update) {
        update.from().ifPresent(base -> require(base.equals(serving), "builds on " + base + ", not on " + serving));
        table = update.applyTo(table);
        require(table.digest().equals(update.to().digest()), "digest of " + update.to());
        serving = update.to();
        send(FromDataPlane.newBuilder().setAck(Ack.newBuilder().setVersion(WireCodec.toWire(serving))));
    }

    void nack(AssembledUpdate update) {
        send(FromDataPlane.newBuilder()
                .setNack(Nack.newBuilder()
                        .setCause(Nack.Cause.CAUSE_DIGEST_MISMATCH)
                        .setDetail("as the test says")
                        .setOffered(WireCodec.toWire(update.to()))));
    }

    Command command() throws InterruptedException {
        return message().getCommand();
    }

    Version serving() {
        return serving;
    }

    Optional<Resource> resource(ResourceKey key) throws RefusedResourceException {
        Optional<EncodedResource> encoded = table.get(key);
        return encoded.isEmpty()
                ? Optional.empty()
                : Optional.of(WireCodec.decode(key, encoded.get().content()));
    }

    EncodedTable table() {
        return table;
    }

    /** How the stream was ended from the other side. */
    CompletableFuture<Status> ended() {
        return ended.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private FromControlPlane message() throws InterruptedException {
        FromControlPlane message = received.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        require(message != null, "nothing came within " + LIMIT_SECONDS + " s");
        return message;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
