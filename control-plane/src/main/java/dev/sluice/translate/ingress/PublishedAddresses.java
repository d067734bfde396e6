package dev.sluice.translate.ingress;

import dev.sluice.key.HostName;
import dev.sluice.resource.IpAddress;
import dev.sluice.state.LoadBalancerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the addresses come from that {@code status.loadBalancer} of our Ingresses is to show: of all, or of one class. */
public sealed interface PublishedAddresses {
    PublishedAddresses NONE = new None();

    /** Nothing is said: of a class, that it has those of all; of all, that status is not written. */
    record None() implements PublishedAddresses {}

    /** These ({@code --publish-status-address}, or {@code publish-status-address} of a class's parameters). */
    record Listed(List<LoadBalancerAddress> addresses) implements PublishedAddresses {
        public Listed {
            addresses = addresses.stream().distinct().sorted().toList();
        }
    }

    /**
     * Those of a Service ({@code --publish-service}, or {@code publish-service} of a class's parameters): what its load
     * balancer was given, and its external IPs. While it has none, they are unknown and no status is written.
     */
    record OfService(String namespace, String name) implements PublishedAddresses {}

    /** IP addresses and host names, separated by commas; empty if one is neither, or there is none. */
    static Optional<PublishedAddresses> listed(String text) {
        List<LoadBalancerAddress> addresses = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            Optional<LoadBalancerAddress> address = address(item.strip());
            if (address.isEmpty()) {
                return Optional.empty();
            }
            addresses.add(address.get());
        }
        return Optional.of(new Listed(addresses));
    }

    private static Optional<LoadBalancerAddress> address(String text) {
        return IpAddress.parse(text)
                .map(ip -> new LoadBalancerAddress(ip.text(), ""))
                .or(() -> HostName.parse(text).map(name -> new LoadBalancerAddress("", name.value())));
    }

    /** {@code namespace/name}; empty if it is not that. */
    static Optional<PublishedAddresses> service(String text) {
        String[] parts = text.strip().split("/", -1);
        return parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()
                ? Optional.of(new OfService(parts[0], parts[1]))
                : Optional.empty();
    }
}
