package dev.sluice.bench.scale;

import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.DiscoveryGrpc;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Hello;
import dev.sluice.wire.v1.Update;
import dev.sluice.wire.v1.Version;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A simulated data plane: says Hello, takes every transaction, looks at its version alone, and acknowledges it. */
final class Follower implements StreamObserver<FromControlPlane> {
    private final Consumer<Version> acked;
    private final Consumer<String> ended;
    private @Nullable StreamObserver<FromDataPlane> up;

    private Follower(Consumer<Version> acked, Consumer<String> ended) {
        this.acked = acked;
        this.ended = ended;
    }

    /**
     * @param acked told of each version just after its Ack was sent
     * @param ended told if the stream ends
     */
    static Follower start(Channel channel, String node, Consumer<Version> acked, Consumer<String> ended) {
        Follower follower = new Follower(acked, ended);
        StreamObserver<FromDataPlane> up = DiscoveryGrpc.newStub(channel).follow(follower);
        follower.begin(up, node);
        return follower;
    }

    private synchronized void begin(StreamObserver<FromDataPlane> stream, String node) {
        up = stream;
        Hello hello = Hello.newBuilder()
                .setNode(node)
                .setFleet("default")
                .setEngine("netty")
                .setSoftware("simulated")
                .setProtocol(1)
                .build();
        stream.onNext(FromDataPlane.newBuilder().setHello(hello).build());
    }

    @Override
    public void onNext(FromControlPlane message) {
        Update update = message.getUpdate();
        if (message.hasUpdate() && update.getPart() == update.getParts()) {
            acknowledge(update.getTo());
        }
    }

    private synchronized void acknowledge(Version version) {
        if (up != null) {
            up.onNext(FromDataPlane.newBuilder()
                    .setAck(Ack.newBuilder().setVersion(version))
                    .build());
            acked.accept(version);
        }
    }

    @Override
    public void onError(Throwable reason) {
        ended.accept(reason.toString());
    }

    @Override
    public void onCompleted() {
        ended.accept("completed");
    }

    synchronized void stop() {
        if (up != null) {
            up.onCompleted();
            up = null;
        }
    }
}
