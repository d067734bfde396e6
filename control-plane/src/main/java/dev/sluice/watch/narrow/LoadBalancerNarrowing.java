package dev.sluice.watch.narrow;

import dev.sluice.state.LoadBalancerAddress;
import java.util.ArrayList;
import java.util.List;

/** {@code status.loadBalancer.ingress}, of an Ingress or a Service. */
final class LoadBalancerNarrowing {
    private LoadBalancerNarrowing() {}

    static List<LoadBalancerAddress> published(Field status) {
        List<LoadBalancerAddress> addresses = new ArrayList<>();
        for (Field item : status.at("loadBalancer").at("ingress").items()) {
            String ip = item.at("ip").text().orElse("");
            String hostname = item.at("hostname").text().orElse("");
            if (!ip.isEmpty() || !hostname.isEmpty()) {
                addresses.add(new LoadBalancerAddress(ip, hostname));
            }
        }
        return addresses;
    }
}
