package dev.sluice.publish;

import dev.sluice.key.ObjectKind;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedSlice;
import dev.sluice.watch.EventSink;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Between the threads of a source and the owners of state: lets a bounded number of events wait, and makes the source
 * wait when there are more. Endpoint events go their own way, so that their churn never waits behind a translation of
 * its own making.
 */
public final class Intake implements EventSink {
    private final int bound;
    private final Semaphore routeSlots;
    private final Semaphore endpointSlots;
    private final Consumer<RouteTableOwner.Observe> routes;
    private final Consumer<EndpointOwner.Observe> endpoints;

    /** At most {@code bound} events wait for each of the two owners. */
    public Intake(int bound, Consumer<RouteTableOwner.Observe> routes, Consumer<EndpointOwner.Observe> endpoints) {
        this.bound = bound;
        this.routeSlots = new Semaphore(bound);
        this.endpointSlots = new Semaphore(bound);
        this.routes = routes;
        this.endpoints = endpoints;
    }

    /**
     * Waits while too many events wait. Not to be interrupted: a source that ends one watch has its last event to tell,
     * and when all end, the owners are still there.
     */
    @Override
    public void accept(ObjectEvent event) {
        if (ofEndpoints(event)) {
            endpointSlots.acquireUninterruptibly();
            endpoints.accept(new EndpointOwner.Observe(event, endpointSlots::release));
        } else {
            routeSlots.acquireUninterruptibly();
            routes.accept(new RouteTableOwner.Observe(event, routeSlots::release));
        }
    }

    /** How many events wait now. */
    public int waiting() {
        return 2 * bound - routeSlots.availablePermits() - endpointSlots.availablePermits();
    }

    /** Whether the watch is one of endpoints alone. */
    public static boolean ofEndpoints(ObjectKind kind) {
        return kind.equals(ObjectKind.ENDPOINT_SLICE) || kind.equals(ObjectKind.ENDPOINTS);
    }

    private static boolean ofEndpoints(ObjectEvent event) {
        return switch (event) {
            case ObjectEvent.Applied applied -> applied.object() instanceof ObservedSlice;
            case ObjectEvent.Deleted deleted -> ofEndpoints(deleted.key().kind());
            case ObjectEvent.SourceFaults faults -> false; // a file that does not parse is nobody's endpoint
            case ObjectEvent.Synced synced -> ofEndpoints(event.watch().kind());
            case ObjectEvent.Progressed progressed -> ofEndpoints(event.watch().kind());
            case ObjectEvent.WentBack back -> ofEndpoints(event.watch().kind());
            case ObjectEvent.Unavailable unavailable ->
                ofEndpoints(event.watch().kind());
            case ObjectEvent.Disconnected disconnected ->
                ofEndpoints(event.watch().kind());
            case ObjectEvent.Ended ended -> ofEndpoints(event.watch().kind());
        };
    }
}
