package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.read;
import static dev.sluice.wire.FieldRefused.unknownCase;

import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.Refusal;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.WeightedBackend;
import java.util.List;

/** Shares of a rule's traffic. */
final class BackendCodec {
    private BackendCodec() {}

    static List<dev.sluice.wire.v1.WeightedBackend> toWire(List<WeightedBackend> backends) {
        return backends.stream().map(BackendCodec::toWire).toList();
    }

    private static dev.sluice.wire.v1.WeightedBackend toWire(WeightedBackend backend) {
        dev.sluice.wire.v1.WeightedBackend.Builder wire = dev.sluice.wire.v1.WeightedBackend.newBuilder()
                .setWeight(backend.weight())
                .addAllPolicies(PolicyCodec.toWire(backend.policies()));
        switch (backend.target()) {
            case WeightedBackend.To(UpstreamKey upstream) -> wire.setUpstream(upstream.id());
            case WeightedBackend.Refused(Refusal refusal) -> wire.setRefused(RefusalCodec.toWire(refusal));
        }
        return wire.build();
    }

    static WeightedBackend fromWire(dev.sluice.wire.v1.WeightedBackend wire, String field) {
        known(wire, field);
        WeightedBackend.Target target = target(wire, field);
        List<RoutePolicy> policies = PolicyCodec.fromWire(wire.getPoliciesList(), field + ".policies");
        return read(field, () -> new WeightedBackend(wire.getWeight(), target, policies));
    }

    private static WeightedBackend.Target target(dev.sluice.wire.v1.WeightedBackend wire, String field) {
        return switch (wire.getTargetCase()) {
            case UPSTREAM ->
                new WeightedBackend.To(read(field + ".upstream", () -> new UpstreamKey(wire.getUpstream())));
            case REFUSED -> new WeightedBackend.Refused(RefusalCodec.fromWire(wire.getRefused(), field + ".refused"));
            case TARGET_NOT_SET -> throw unknownCase(field + ".target");
        };
    }
}
