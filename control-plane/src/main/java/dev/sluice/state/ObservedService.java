package dev.sluice.state;

import dev.sluice.key.ObjectKey;
import java.util.List;

/**
 * A Service.
 *
 * @param externalName empty unless the type is {@link Type#EXTERNAL_NAME}
 * @param clusterIps empty for a headless Service
 * @param published {@code status.loadBalancer.ingress}, for {@code --publish-service}
 */
public record ObservedService(
        ObjectKey key,
        Meta meta,
        Type type,
        String externalName,
        List<String> clusterIps,
        List<String> externalIps,
        List<Port> ports,
        List<LoadBalancerAddress> published,
        List<Flaw> flaws)
        implements ObservedObject {
    public ObservedService {
        clusterIps = List.copyOf(clusterIps);
        externalIps = List.copyOf(externalIps);
        ports = List.copyOf(ports);
        published = List.copyOf(published);
        flaws = List.copyOf(flaws);
    }

    @Override
    public ObservedService withMeta(Meta next) {
        return new ObservedService(key, next, type, externalName, clusterIps, externalIps, ports, published, flaws);
    }

    /** {@code spec.type}. */
    public enum Type {
        CLUSTER_IP,
        NODE_PORT,
        LOAD_BALANCER,
        EXTERNAL_NAME
    }

    /**
     * One entry of {@code spec.ports}.
     *
     * @param name empty if the Service has one port without a name
     * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
     * @param appProtocol empty if not given
     */
    public record Port(String name, int number, String protocol, String appProtocol) {}
}
