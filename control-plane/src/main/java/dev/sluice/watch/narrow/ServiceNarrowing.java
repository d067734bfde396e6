package dev.sluice.watch.narrow;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedService;
import dev.sluice.state.ObservedService.Port;
import dev.sluice.state.ObservedService.Type;
import java.util.ArrayList;
import java.util.List;

/** Service, v1. Fields that Sluice does not read are not looked at: a Service is no configuration of ours. */
final class ServiceNarrowing {
    private static final String HEADLESS = "None";

    private ServiceNarrowing() {}

    static List<ObservedObject> narrow(ObjectKey key, Meta meta, Field root, Flaws flaws) {
        Field spec = root.at("spec");
        spec.object();
        Type type = type(spec.at("type"));
        String externalName = type == Type.EXTERNAL_NAME
                ? spec.at("externalName").requiredText("expected a DNS name with type ExternalName")
                : "";
        List<String> clusterIps = clusterIps(spec);
        List<String> externalIps = texts(spec.at("externalIPs"));
        List<Port> ports = ports(spec.at("ports"));
        return List.of(new ObservedService(
                key,
                meta,
                type,
                externalName,
                clusterIps,
                externalIps,
                ports,
                LoadBalancerNarrowing.published(root.at("status")),
                flaws.all()));
    }

    private static Type type(Field field) {
        String text = field.text().filter(value -> !value.isEmpty()).orElse("ClusterIP");
        return switch (text) {
            case "ClusterIP" -> Type.CLUSTER_IP;
            case "NodePort" -> Type.NODE_PORT;
            case "LoadBalancer" -> Type.LOAD_BALANCER;
            case "ExternalName" -> Type.EXTERNAL_NAME;
            default -> {
                field.flaw("expected ClusterIP, NodePort, LoadBalancer or ExternalName");
                yield Type.CLUSTER_IP;
            }
        };
    }

    private static List<String> clusterIps(Field spec) {
        List<String> addresses = texts(spec.at("clusterIPs"));
        if (addresses.isEmpty()) {
            spec.at("clusterIP").text().ifPresent(addresses::add);
        }
        addresses.removeIf(address -> address.isEmpty() || address.equals(HEADLESS));
        return addresses;
    }

    private static List<String> texts(Field list) {
        List<String> texts = new ArrayList<>();
        for (Field item : list.items()) {
            item.text().ifPresent(texts::add);
        }
        return texts;
    }

    private static List<Port> ports(Field field) {
        List<Field> items = field.items();
        List<Port> ports = new ArrayList<>(items.size());
        for (Field item : items) {
            if (item.object()) {
                port(item, items.size() > 1, ports);
            }
        }
        return ports;
    }

    private static void port(Field item, boolean oneOfSeveral, List<Port> ports) {
        String name = item.at("name").text().orElse("").intern(); // http, nearly everywhere
        if (name.isEmpty() && oneOfSeveral) {
            item.at("name").flaw("a name is required where a Service has several ports");
        }
        if (!item.at("port").present()) {
            item.at("port").flaw("expected the number of the port, as port: 80");
        }
        String protocol = Protocols.narrow(item.at("protocol"));
        String appProtocol = item.at("appProtocol").text().orElse("");
        item.at("port")
                .integer(1, Protocols.MOST_PORT)
                .ifPresent(number -> ports.add(new Port(name, number, protocol, appProtocol)));
    }
}
