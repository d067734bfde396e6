package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.resource.IpAddress;
import dev.sluice.state.ClusterState;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.state.ObservedService;
import dev.sluice.translate.ingress.PublishedAddresses;
import java.util.List;
import java.util.stream.Stream;

/** The addresses under which Ingresses are reached from outside. */
final class Addresses {
    private Addresses() {}

    /** Sorted, without duplicates; empty while they are unknown. */
    static List<LoadBalancerAddress> of(PublishedAddresses publish, ClusterState state) {
        return switch (publish) {
            case PublishedAddresses.None none -> List.of();
            case PublishedAddresses.Listed(List<LoadBalancerAddress> addresses) -> addresses;
            case PublishedAddresses.OfService(String namespace, String name) ->
                state.service(ObjectKey.of(ObjectKind.SERVICE, namespace, name))
                        .map(Addresses::of)
                        .orElse(List.of());
        };
    }

    private static List<LoadBalancerAddress> of(ObservedService service) {
        Stream<LoadBalancerAddress> external = service.externalIps().stream().map(Addresses::external);
        return Stream.concat(service.published().stream(), external)
                .distinct()
                .sorted()
                .toList();
    }

    private static LoadBalancerAddress external(String text) {
        return IpAddress.parse(text).isPresent()
                ? new LoadBalancerAddress(text, "")
                : new LoadBalancerAddress("", text);
    }
}
