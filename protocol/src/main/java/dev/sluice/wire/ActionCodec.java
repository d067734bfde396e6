package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.present;
import static dev.sluice.wire.FieldRefused.unknownCase;

import dev.sluice.resource.Refusal;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.WeightedBackend;
import java.util.List;

/** What happens to a request that a rule matches. */
final class ActionCodec {
    private ActionCodec() {}

    static dev.sluice.wire.v1.RouteAction toWire(RouteAction action) {
        dev.sluice.wire.v1.RouteAction.Builder wire = dev.sluice.wire.v1.RouteAction.newBuilder();
        switch (action) {
            case RouteAction.Forward(List<WeightedBackend> backends) ->
                wire.getForwardBuilder().addAllBackends(BackendCodec.toWire(backends));
            case RouteAction.Respond(Refusal refusal) -> wire.setRespond(RefusalCodec.toWire(refusal));
        }
        return wire.build();
    }

    static RouteAction fromWire(boolean present, dev.sluice.wire.v1.RouteAction wire, String field) {
        present(present, field);
        known(wire, field);
        return switch (wire.getActionCase()) {
            case FORWARD -> {
                known(wire.getForward(), field + ".forward");
                yield new RouteAction.Forward(Each.read(
                        wire.getForward().getBackendsList(), field + ".forward.backends", BackendCodec::fromWire));
            }
            case RESPOND -> new RouteAction.Respond(RefusalCodec.fromWire(wire.getRespond(), field + ".respond"));
            case ACTION_NOT_SET -> throw unknownCase(field);
        };
    }
}
