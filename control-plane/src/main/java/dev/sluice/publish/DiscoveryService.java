package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import dev.sluice.wire.v1.DiscoveryGrpc;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.FromDataPlane;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** Turns calls of gRPC into messages for sessions. Runs on gRPC's threads and never waits. */
final class DiscoveryService extends DiscoveryGrpc.DiscoveryImplBase {
    private final ActorRef<DataPlanes.Command> dataPlanes;
    private final Entrance entrance;
    private final ScheduledExecutorService timer;
    private final Duration helloTimeout;

    DiscoveryService(
            ActorRef<DataPlanes.Command> dataPlanes,
            Entrance entrance,
            ScheduledExecutorService timer,
            Duration helloTimeout) {
        this.dataPlanes = dataPlanes;
        this.entrance = entrance;
        this.timer = timer;
        this.helloTimeout = helloTimeout;
    }

    @Override
    public StreamObserver<FromDataPlane> follow(StreamObserver<FromControlPlane> responses) {
        GrpcStream stream = new GrpcStream(
                (ServerCallStreamObserver<FromControlPlane>) responses, dataPlanes, entrance, PeerIdentities.current());
        stream.begin(timer, helloTimeout);
        return stream;
    }
}
