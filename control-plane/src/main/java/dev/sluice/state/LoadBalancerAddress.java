package dev.sluice.state;

import java.util.Comparator;

/** One entry of {@code status.loadBalancer.ingress}: an IP address or a host name, the other being empty. */
public record LoadBalancerAddress(String ip, String hostname) implements Comparable<LoadBalancerAddress> {
    private static final Comparator<LoadBalancerAddress> ORDER =
            Comparator.comparing(LoadBalancerAddress::ip).thenComparing(LoadBalancerAddress::hostname);

    @Override
    public int compareTo(LoadBalancerAddress other) {
        return ORDER.compare(this, other);
    }
}
