package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.receipt.ReceiptStage;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /api/v1/services}: Service ports that requests are forwarded to. */
final class ServicesAnswer {
    private final ReceiptStage stage;
    private final Tables tables;

    ServicesAnswer(ReceiptStage stage, Tables tables) {
        this.stage = stage;
        this.tables = tables;
    }

    /**
     * @param protocol http1, h2c or http2
     * @param tls none, unverified or verified
     * @param proxyProtocol v1, v2 or empty
     * @param resolved a name and a port that data planes resolve; empty for EndpointSlices
     * @param routes how many forward to it
     */
    record View(
            String id,
            String fleet,
            String service,
            String namespace,
            String protocol,
            String tls,
            String balancing,
            int maxConnections,
            String proxyProtocol,
            String resolved,
            Numbers endpoints,
            int routes) {}

    record Numbers(int total, int ready, int terminating, int failing) {}

    Page<View> answer(Query query) {
        Query known = query.paged("fleet", "namespace", "service", "q");
        Filters filters = new Filters(known);
        EndpointHealth health = new EndpointHealth(stage.dataPlanes().values());
        Page.Sorted<Tables.Entry<Upstream>> services = new Page.Sorted<>(
                Tables.entries(tables.of(known), TableIndex::services),
                entry -> Cursor.key(List.of(
                        entry.table().fleet().value(), entry.thing().key().id())));
        return Page.of(
                services,
                entry -> fits(filters, entry.thing()),
                entry -> view(entry.table(), entry.thing(), health),
                known);
    }

    private static boolean fits(Filters filters, Upstream upstream) {
        return filters.is("namespace", upstream.service().namespace())
                && filters.is("service", upstream.service().path())
                && filters.occurs(upstream.key().id(), upstream.service().path());
    }

    static View view(TableIndex table, Upstream upstream, EndpointHealth health) {
        return new View(
                upstream.key().id(),
                table.fleet().value(),
                upstream.service().toString(),
                upstream.service().namespace(),
                word(upstream.protocol()),
                upstream.tls()
                        .map(tls -> tls.verification().isPresent() ? "verified" : "unverified")
                        .orElse("none"),
                word(upstream.balancing()),
                upstream.limits().maxConnections(),
                upstream.proxyProtocol().map(ServicesAnswer::word).orElse(""),
                TableIndex.resolved(upstream),
                numbers(table.fleet(), table.endpoints(upstream), health),
                table.uses(upstream.key()));
    }

    private static Numbers numbers(FleetName fleet, Optional<EndpointSet> set, EndpointHealth health) {
        List<Endpoint> all = set.map(EndpointSet::endpoints).orElse(List.of());
        int ready = (int) all.stream()
                .filter(endpoint -> endpoint.state() == Endpoint.State.READY)
                .count();
        int failing = set.map(known -> health.failing(fleet, known)).orElse(0);
        return new Numbers(all.size(), ready, all.size() - ready, failing);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
