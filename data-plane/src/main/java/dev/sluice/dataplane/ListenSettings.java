package dev.sluice.dataplane;

import dev.sluice.address.Networks;
import dev.sluice.engine.Binding;
import dev.sluice.engine.ProxyProtocol;
import dev.sluice.resource.IpAddress;
import dev.sluice.settings.Section;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads where traffic is accepted, and from whom a PROXY header comes first. */
final class ListenSettings {
    private static final String ANY_IPV4 = "0.0.0.0";
    private static final String ANY = "::";
    private static final int MOST_LISTENERS = 64;

    /** Of a further port. */
    private static final Map<String, Boolean> USUAL = Map.of("proxy-protocol", false, "tls", false);

    private static final Set<String> KEYS = Set.of("name", "bind", "port", "listener-port", "proxy-protocol", "tls");

    private final Section section;
    private final Section proxies;

    private ListenSettings(Section section) {
        this.section = section;
        this.proxies = section.section("proxy-protocol");
    }

    /** What listens, the port of {@code --http-port} first. */
    static List<Listen> read(Section section) {
        return new ListenSettings(section).read();
    }

    private List<Listen> read() {
        List<Listen> all = new ArrayList<>();
        ofFlags("http", all);
        ofFlags("https", all);
        List<Section> more = section.sections("listeners", USUAL);
        if (more.size() > MOST_LISTENERS) {
            throw section.invalid("listeners", more.size() + " of them", "at most " + MOST_LISTENERS);
        }
        more.forEach(one -> further(one, all));
        return List.copyOf(all);
    }

    private void ofFlags(String scheme, List<Listen> all) {
        int port = section.port(scheme + "-port");
        int logical = section.integer(scheme + "-listener-port", 1, 65535);
        Optional<ProxyProtocol> proxyProtocol = proxyProtocol(proxies.flag("accept"));
        for (IpAddress address : addresses(section)) {
            InetSocketAddress local = new InetSocketAddress(address.toInetAddress(), port);
            all.add(new Listen(scheme, "--" + scheme + "-port", new Binding(logical, scheme, local, proxyProtocol)));
        }
    }

    private void further(Section one, List<Listen> all) {
        one.only(KEYS);
        String name = one.text("name");
        if (name.isEmpty()) {
            throw one.invalid("name", name, "a name for messages");
        }
        for (IpAddress address : addresses(one)) {
            InetSocketAddress local = new InetSocketAddress(address.toInetAddress(), one.port("port"));
            Binding binding = new Binding(
                    one.integer("listener-port", 1, 65535),
                    one.flag("tls") ? "https" : "http",
                    local,
                    proxyProtocol(one.flag("proxy-protocol")));
            all.add(new Listen(name, "the port of listener " + name, binding));
        }
    }

    /** {@code ::} takes IPv4, too, and leaves nothing of its port for {@code 0.0.0.0}. */
    private static List<IpAddress> addresses(Section from) {
        List<String> texts = from.texts("bind");
        List<IpAddress> addresses = texts.stream()
                .filter(text -> !text.equals(ANY_IPV4) || !texts.contains(ANY))
                .distinct()
                .map(text -> IpAddress.parse(text)
                        .orElseThrow(() -> from.invalid("bind", text, "IP addresses of this machine")))
                .toList();
        if (addresses.isEmpty()) {
            throw from.invalid("bind", "", "IP addresses of this machine");
        }
        return addresses;
    }

    private Optional<ProxyProtocol> proxyProtocol(boolean accepted) {
        if (!accepted) {
            return Optional.empty();
        }
        Networks trusted = Trusted.read(proxies, "trusted");
        if (trusted.isEmpty()) {
            throw proxies.invalid("trusted", "[]", "the networks of the proxies, where PROXY headers are accepted");
        }
        return Optional.of(new ProxyProtocol(trusted, proxies.choice("others", ProxyProtocol.Others.class), (int)
                proxies.bytes("max-header", 232, 65_551)));
    }
}
