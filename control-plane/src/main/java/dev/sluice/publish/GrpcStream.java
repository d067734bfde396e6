package dev.sluice.publish;

import akka.actor.typed.ActorRef;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.wire.v1.FromControlPlane;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Hello;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream: what comes up goes to the session, one message at a time, each after the session has asked for it, but for
 * answers to commands, which go to whom asked; what is sent goes down. Sending is guarded, because a Hello that is late or
 * wrong ends the stream from gRPC's side.
 */
final class GrpcStream implements StreamObserver<FromDataPlane>, Downstream {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcStream.class);

    private final ServerCallStreamObserver<FromControlPlane> call;
    private final ActorRef<DataPlanes.Command> dataPlanes;
    private final Entrance entrance;
    private final Peer peer;
    private volatile DataPlanes.@Nullable Attached attached;
    private volatile @Nullable Future<?> helloLimit;
    private volatile Optional<Entrance.Visit> visit = Optional.empty();
    private volatile boolean gone;
    private boolean greeted; // gRPC's thread alone
    private boolean ended; // guarded by this

    GrpcStream(
            ServerCallStreamObserver<FromControlPlane> call,
            ActorRef<DataPlanes.Command> dataPlanes,
            Entrance entrance,
            Peer peer) {
        this.call = call;
        this.dataPlanes = dataPlanes;
        this.entrance = entrance;
        this.peer = peer;
    }

    /** To be called before the call is served. */
    void begin(ScheduledExecutorService timer, Duration helloTimeout) {
        call.disableAutoRequest();
        call.setOnReadyHandler(() -> tell(new DataPlaneSession.Writable()));
        call.setOnCancelHandler(this::over);
        Status late = Status.DEADLINE_EXCEEDED.withDescription("no Hello within " + helloTimeout.toMillis() + " ms");
        helloLimit = timer.schedule(() -> end(late), helloTimeout.toMillis(), TimeUnit.MILLISECONDS);
        call.request(1);
    }

    @Override
    public void onNext(FromDataPlane message) {
        DataPlanes.Attached above = attached;
        if (above != null && message.hasCommandResult()) { // waits for nobody, least of all for the session
            above.commands().answered(message.getCommandResult());
            request();
        } else if (greeted) {
            tell(new DataPlaneSession.Heard(message));
        } else if (message.hasHello()) {
            greeted = true;
            greet(message.getHello());
        } else {
            end(Status.INVALID_ARGUMENT.withDescription("the first message of a stream is Hello"));
        }
    }

    @Override
    public void onError(Throwable fault) {
        over();
    }

    @Override
    public void onCompleted() {
        end(Status.OK);
        over();
    }

    @Override
    public boolean ready() {
        return call.isReady();
    }

    @Override
    public synchronized void send(FromControlPlane message) {
        if (!ended && !call.isCancelled()) {
            call.onNext(message);
        }
    }

    @Override
    public synchronized void request() {
        if (!ended) {
            call.request(1);
        }
    }

    @Override
    public synchronized void end(Status status) {
        if (!ended && !call.isCancelled()) {
            if (status.isOk()) {
                call.onCompleted();
            } else {
                call.onError(status.asRuntimeException());
            }
        }
        ended = true;
        visit.ifPresent(entrance::leave);
    }

    private void greet(Hello hello) {
        cancelHelloLimit();
        if (hello.getProtocol() != Greeting.PROTOCOL) {
            end(Status.FAILED_PRECONDITION.withDescription("Hello speaks protocol " + hello.getProtocol()
                    + ", this control plane speaks protocol " + Greeting.PROTOCOL));
            return;
        }
        try {
            DataPlaneView.Identity identity = Greeting.identity(hello);
            enter(identity).ifPresentOrElse(this::turnAway, () -> open(identity, hello));
        } catch (IllegalArgumentException e) {
            end(Status.INVALID_ARGUMENT.withDescription("Hello: " + e.getMessage()));
        }
    }

    private Optional<String> enter(DataPlaneView.Identity identity) {
        Entrance.Visit made = new Entrance.Visit(peer, identity, this::cut);
        visit = Optional.of(made);
        return entrance.enter(made);
    }

    private void open(DataPlaneView.Identity identity, Hello hello) {
        dataPlanes.tell(new DataPlanes.Open(identity, Greeting.served(hello), this, this::attach));
    }

    private void turnAway(String why) {
        LOG.warn("A data plane is turned away: {}", why);
        end(Status.PERMISSION_DENIED.withDescription(why));
    }

    /** It was let in, and may not follow any more. */
    private void cut(String why) {
        LOG.warn("A data plane is cut off: {}", why);
        end(Status.PERMISSION_DENIED.withDescription(why));
        over();
    }

    /** Only now is there somebody to tell what comes next: a message asked for earlier could come before and be lost. */
    private void attach(DataPlanes.Attached made) {
        attached = made;
        if (gone) {
            made.session().tell(new DataPlaneSession.Ended());
        } else {
            request();
        }
    }

    /** The other side has gone; if the session is not there yet, {@link #attach} tells it. */
    private void over() {
        gone = true;
        visit.ifPresent(entrance::leave);
        cancelHelloLimit();
        tell(new DataPlaneSession.Ended());
    }

    private void cancelHelloLimit() {
        Future<?> limit = helloLimit;
        if (limit != null) {
            limit.cancel(false);
        }
    }

    private void tell(DataPlaneSession.Session message) {
        DataPlanes.Attached target = attached;
        if (target != null) {
            target.session().tell(message);
        }
    }
}
