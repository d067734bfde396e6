package dev.sluice.dataplane;

import dev.sluice.engine.Binding;
import dev.sluice.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is listened to.
 *
 * @param bound in the order of the settings, with the ports in effect
 */
record Listeners(List<Bound> bound) {
    /** @param address where it listens; the port is never 0 */
    record Bound(Listen listen, InetSocketAddress address) {}

    static final Listeners NONE = new Listeners(List.of());

    Listeners {
        bound = List.copyOf(bound);
    }

    /**
     * Listens everywhere, or throws naming each listener that cannot be. Several addresses of one listener for which a free
     * port is asked get the same one.
     *
     * @param taken what is listened to already, over sockets of a predecessor
     */
    static Listeners bind(List<Listen> wanted, Map<Binding, InetSocketAddress> taken, Engine engine) {
        List<Bound> bound = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        Map<String, Integer> free = new HashMap<>();
        for (Listen listen : wanted) {
            Binding binding = withPort(listen.binding(), free.getOrDefault(listen.name(), 0));
            try {
                InetSocketAddress known = taken.get(listen.binding());
                InetSocketAddress address = known == null ? engine.bind(binding) : known;
                free.put(listen.name(), address.getPort());
                bound.add(new Bound(listen, address));
            } catch (IOException e) {
                failed.add(cannotListen(binding.local(), listen.setting(), e));
            }
        }
        if (!failed.isEmpty()) {
            String all = String.join("; ", failed);
            throw new UncheckedIOException(all, new IOException(all));
        }
        return new Listeners(bound);
    }

    private static Binding withPort(Binding binding, int port) {
        InetSocketAddress local = binding.local();
        return local.getPort() != 0 || port == 0
                ? binding
                : new Binding(
                        binding.logicalPort(),
                        binding.scheme(),
                        new InetSocketAddress(local.getAddress(), port),
                        binding.proxyProtocol());
    }

    static String cannotListen(InetSocketAddress address, String setting, IOException e) {
        String why = String.valueOf(e.getMessage());
        String reason = why.contains("in use") ? "the port is in use" : why;
        return "cannot listen on " + address.getAddress().getHostAddress() + " port " + address.getPort() + ": "
                + reason + "; choose another with " + setting + " (0 takes a free one)";
    }

    boolean any() {
        return !bound.isEmpty();
    }

    List<InetSocketAddress> of(String scheme) {
        return bound.stream()
                .filter(one -> one.listen().binding().scheme().equals(scheme))
                .map(Bound::address)
                .toList();
    }

    List<InetSocketAddress> addresses() {
        return bound.stream().map(Bound::address).toList();
    }

    /** Of the first listener. */
    InetSocketAddress first() {
        return bound.get(0).address();
    }

    /** For people: logical ports and where they are listened to. */
    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (Bound one : bound) {
            Binding binding = one.listen().binding();
            String port = Integer.toString(binding.logicalPort());
            String text = one.address() + (binding.proxyProtocol().isPresent() ? " with PROXY headers" : "");
            shown.merge(port, text, (before, more) -> before + ", " + more);
        }
        return shown;
    }
}
