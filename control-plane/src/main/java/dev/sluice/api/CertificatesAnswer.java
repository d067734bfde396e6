package dev.sluice.api;

import dev.sluice.resource.TlsHost;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /api/v1/certificates}: what is shown to clients, the first to expire first; never a key. */
final class CertificatesAnswer {
    private static final Set<String> STATES =
            Arrays.stream(Leaf.State.values()).map(CertificatesAnswer::word).collect(Collectors.toUnmodifiableSet());

    private final Tables tables;
    private final Leaves leaves;
    private final InstantSource clock;

    CertificatesAnswer(Tables tables, Leaves leaves, InstantSource clock) {
        this.tables = tables;
        this.leaves = leaves;
        this.clock = clock;
    }

    /** @param hosts that are served with it; none if it is only shown to backends */
    record View(
            String id,
            String fleet,
            String secret,
            String namespace,
            String subject,
            List<String> names,
            String issuer,
            String serial,
            String notBefore,
            String notAfter,
            String state,
            String keyAlgorithm,
            String fingerprint,
            int chainLength,
            List<HostView> hosts) {}

    /** @param host empty for handshakes of any other name */
    record HostView(String host, int port, String source) {}

    Page<View> answer(Query query) {
        Query known = query.paged("fleet", "namespace", "host", "state", "q");
        Filters filters = new Filters(known);
        Optional<String> state = filters.word("state", STATES);
        Instant now = clock.instant();
        leaves.forget(tables.all());
        return Page.of(
                new Page.Sorted<>(leaves.of(tables.of(known)), Leaves.Entry::key),
                entry -> filters.is("namespace", namespace(entry))
                        && state.filter(asked -> !asked.equals(word(entry.leaf().state(now))))
                                .isEmpty()
                        && (!known.has("host")
                                || hosts(entry).stream().anyMatch(host -> filters.is("host", host.host())))
                        && (!known.has("q") || occurs(filters, entry)),
                entry -> view(entry, now),
                known);
    }

    private static boolean occurs(Filters filters, Leaves.Entry entry) {
        return filters.occurs(entry.certificate().key().id(), entry.leaf().issuer())
                || filters.occurs(entry.leaf().names().toArray(String[]::new))
                || hosts(entry).stream().anyMatch(host -> filters.occurs(host.host()));
    }

    static View view(Leaves.Entry entry, Instant now) {
        Leaf leaf = entry.leaf();
        return new View(
                entry.certificate().key().id(),
                entry.table().fleet().value(),
                "Secret " + entry.certificate().key().id(),
                namespace(entry),
                leaf.subject(),
                leaf.names(),
                leaf.issuer(),
                leaf.serial(),
                leaf.notBefore().toString(),
                leaf.notAfter().toString(),
                word(leaf.state(now)),
                leaf.keyAlgorithm(),
                leaf.fingerprint(),
                leaf.chainLength(),
                hosts(entry));
    }

    /** Its key is made from the Secret's namespace and name. */
    private static String namespace(Leaves.Entry entry) {
        String id = entry.certificate().key().id();
        return id.substring(0, Math.max(0, id.indexOf('/')));
    }

    static List<HostView> hosts(Leaves.Entry entry) {
        return entry.table().hosts(entry.certificate().key()).stream()
                .map(CertificatesAnswer::view)
                .toList();
    }

    private static HostView view(TlsHost host) {
        return new HostView(
                RouteViews.host(host.host()), host.port(), host.source().toString());
    }

    private static String word(Leaf.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
