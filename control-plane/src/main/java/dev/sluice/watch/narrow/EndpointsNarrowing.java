package dev.sluice.watch.narrow;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedSlice;
import dev.sluice.state.ObservedSlice.Member;
import dev.sluice.state.ObservedSlice.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Endpoints, v1, which slices have replaced: each subset has ports of its own, so that there is one slice for each
 * distinct list of ports. The first has the object's key; the next ones have {@code #2}, {@code #3} after the name, which
 * no object of a cluster can have.
 */
final class EndpointsNarrowing {
    private EndpointsNarrowing() {}

    static List<ObservedObject> narrow(ObjectKey key, Meta meta, Field root, Flaws flaws) {
        Map<List<Port>, List<Member>> byPorts = new LinkedHashMap<>();
        for (Field subset : root.at("subsets").items()) {
            List<Port> ports = SliceNarrowing.ports(subset.at("ports"));
            List<Member> members = byPorts.computeIfAbsent(ports, absent -> new ArrayList<>());
            members(subset.at("addresses"), true, members);
            members(subset.at("notReadyAddresses"), false, members);
        }
        if (byPorts.isEmpty()) {
            byPorts.put(List.of(), List.of());
        }
        return slices(key, meta, byPorts, flaws);
    }

    private static void members(Field list, boolean ready, List<Member> members) {
        for (Field item : list.items()) {
            if (!item.object()) {
                continue;
            }
            if (!item.at("ip").present()) {
                item.at("ip").flaw("expected an IP address");
            }
            SliceNarrowing.address(item.at("ip"), false)
                    .ifPresent(ip -> members.add(new Member(List.of(ip), ready, ready, false, "")));
        }
    }

    private static List<ObservedObject> slices(
            ObjectKey key, Meta meta, Map<List<Port>, List<Member>> byPorts, Flaws flaws) {
        List<ObservedObject> slices = new ArrayList<>(byPorts.size());
        byPorts.forEach((ports, members) -> {
            String suffix = slices.isEmpty() ? "" : "#" + (slices.size() + 1);
            ObjectKey own = ObjectKey.of(key.kind(), key.namespace(), key.name() + suffix);
            slices.add(new ObservedSlice(own, meta, key.name(), ports, members, flaws.all()));
        });
        return slices;
    }
}
