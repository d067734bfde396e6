package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.read;
import static dev.sluice.wire.FieldRefused.unknownValue;

import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.IpAddress;
import dev.sluice.wire.v1.EndpointState;

/** Endpoint sets. */
final class EndpointCodec {
    private EndpointCodec() {}

    static dev.sluice.wire.v1.EndpointSet toWire(EndpointSet set) {
        return dev.sluice.wire.v1.EndpointSet.newBuilder()
                .addAllEndpoints(
                        set.endpoints().stream().map(EndpointCodec::toWire).toList())
                .build();
    }

    static EndpointSet fromWire(EndpointSetKey key, dev.sluice.wire.v1.EndpointSet wire) {
        known(wire, "");
        return new EndpointSet(key, Each.read(wire.getEndpointsList(), "endpoints", EndpointCodec::fromWire));
    }

    private static dev.sluice.wire.v1.Endpoint toWire(Endpoint endpoint) {
        return dev.sluice.wire.v1.Endpoint.newBuilder()
                .setAddress(endpoint.address().text())
                .setPort(endpoint.port())
                .setZone(endpoint.zone())
                .setState(toWire(endpoint.state()))
                .build();
    }

    private static Endpoint fromWire(dev.sluice.wire.v1.Endpoint wire, String field) {
        known(wire, field);
        IpAddress address = read(field + ".address", () -> new IpAddress(wire.getAddress()));
        Endpoint.State state = state(wire, field + ".state");
        String zone = wire.getZone().intern(); // a few, at every endpoint of a table
        return read(field, () -> new Endpoint(address, wire.getPort(), zone, state));
    }

    private static EndpointState toWire(Endpoint.State state) {
        return switch (state) {
            case READY -> EndpointState.ENDPOINT_STATE_READY;
            case TERMINATING -> EndpointState.ENDPOINT_STATE_TERMINATING;
        };
    }

    private static Endpoint.State state(dev.sluice.wire.v1.Endpoint wire, String field) {
        return switch (wire.getState()) {
            case ENDPOINT_STATE_READY -> Endpoint.State.READY;
            case ENDPOINT_STATE_TERMINATING -> Endpoint.State.TERMINATING;
            case ENDPOINT_STATE_UNSPECIFIED, UNRECOGNIZED -> throw unknownValue(field, wire.getStateValue());
        };
    }
}
