package dev.sluice.watch.narrow;

import dev.sluice.key.ObjectKey;
import dev.sluice.resource.IpAddress;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedSlice;
import dev.sluice.state.ObservedSlice.Member;
import dev.sluice.state.ObservedSlice.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** EndpointSlice, discovery.k8s.io/v1. */
final class SliceNarrowing {
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";
    private static final String FQDN = "FQDN";

    private SliceNarrowing() {}

    static List<ObservedObject> narrow(ObjectKey key, Meta meta, Field root, Flaws flaws) {
        String service =
                root.at("metadata").at("labels").entry(SERVICE_LABEL).text().orElse("");
        boolean names = FQDN.equals(addressType(root.at("addressType")));
        List<Port> ports = ports(root.at("ports"));
        List<Member> members = new ArrayList<>();
        for (Field endpoint : root.at("endpoints").items()) {
            member(endpoint, names).ifPresent(members::add);
        }
        return List.of(new ObservedSlice(key, meta, service, ports, members, flaws.all()));
    }

    private static String addressType(Field field) {
        String type = field.requiredText("addressType is required; write addressType: IPv4");
        if (!type.isEmpty() && !type.equals("IPv4") && !type.equals("IPv6") && !type.equals(FQDN)) {
            field.flaw("expected IPv4, IPv6 or FQDN");
        }
        return type;
    }

    /** A port without a number means every port in the specification, which no proxy can connect to: left out. */
    static List<Port> ports(Field field) {
        List<Port> ports = new ArrayList<>();
        for (Field item : field.items()) {
            String name = item.at("name").text().orElse("").intern(); // http, nearly everywhere
            String protocol = Protocols.narrow(item.at("protocol"));
            item.at("port")
                    .integer(1, Protocols.MOST_PORT)
                    .ifPresent(number -> ports.add(new Port(name, number, protocol)));
        }
        return ports;
    }

    private static Optional<Member> member(Field endpoint, boolean names) {
        if (!endpoint.object()) {
            return Optional.empty();
        }
        List<String> addresses = addresses(endpoint.at("addresses"), names);
        Field conditions = endpoint.at("conditions");
        boolean ready = conditions.at("ready").bool().orElse(true);
        boolean serving = conditions.at("serving").bool().orElse(ready);
        boolean terminating = conditions.at("terminating").bool().orElse(false);
        String zone = endpoint.at("zone").text().orElse("").intern(); // a few, at every endpoint of a cluster
        return addresses.isEmpty()
                ? Optional.empty()
                : Optional.of(new Member(addresses, ready, serving, terminating, zone));
    }

    private static List<String> addresses(Field field, boolean names) {
        List<String> addresses = new ArrayList<>();
        List<Field> items = field.items();
        if (items.isEmpty() && !field.present()) {
            field.flaw("expected at least one address");
        }
        for (Field item : items) {
            address(item, names).ifPresent(addresses::add);
        }
        return addresses;
    }

    static Optional<String> address(Field field, boolean names) {
        Optional<String> text = field.text();
        if (text.isPresent() && !names && IpAddress.parse(text.get()).isEmpty()) {
            field.flaw("expected an IP address");
            return Optional.empty();
        }
        return text;
    }
}
