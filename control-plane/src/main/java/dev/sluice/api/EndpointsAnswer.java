package dev.sluice.api;

import dev.sluice.api.TableIndex.Address;
import dev.sluice.receipt.ReceiptStage;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/endpoints}: where requests can go, with their health as the data planes see it. */
final class EndpointsAnswer {
    private static final String OK = "ok";
    private static final String FAILING = "failing";

    private final ReceiptStage stage;
    private final Tables tables;

    EndpointsAnswer(ReceiptStage stage, Tables tables) {
        this.stage = stage;
        this.tables = tables;
    }

    /**
     * @param set the endpoints of one Service port
     * @param state ready or terminating, by its EndpointSlice
     * @param health ok, or failing if some data plane cannot use it now
     * @param failing the data planes that see it so
     */
    record View(
            String fleet,
            String set,
            String service,
            String namespace,
            String address,
            String zone,
            String state,
            String health,
            List<EndpointHealth.FailingView> failing) {}

    Page<View> answer(Query query) {
        Query known = query.paged("fleet", "namespace", "service", "health", "q");
        Filters filters = new Filters(known);
        Optional<Boolean> failing = filters.word("health", Set.of(OK, FAILING)).map(FAILING::equals);
        EndpointHealth health = new EndpointHealth(stage.dataPlanes().values());
        Page.Sorted<Tables.Entry<Address>> addresses = new Page.Sorted<>(
                Tables.entries(tables.of(known), TableIndex::addresses),
                entry -> Cursor.key(
                        List.of(entry.table().fleet().value(), entry.thing().key())));
        return Page.of(
                addresses,
                entry -> fits(filters, entry.thing())
                        && failing.filter(
                                        asked -> asked == health(entry, health).isEmpty())
                                .isEmpty(),
                entry -> view(entry, health),
                known);
    }

    private static boolean fits(Filters filters, Address address) {
        return filters.is("namespace", address.service().namespace())
                && filters.is("service", address.service().path())
                && filters.occurs(
                        address.set().key().id(),
                        address.endpoint().authority(),
                        address.endpoint().zone());
    }

    private static List<EndpointHealth.FailingView> health(Tables.Entry<Address> entry, EndpointHealth health) {
        return health.of(entry.table().fleet(), entry.thing().endpoint());
    }

    /** Of one Service port, in order. */
    static List<View> of(TableIndex table, Upstream upstream, EndpointHealth health) {
        return table.endpoints(upstream)
                .map(set -> TableIndex.addresses(set, upstream.service())
                        .map(address -> view(new Tables.Entry<>(table, address), health))
                        .toList())
                .orElse(List.of());
    }

    private static View view(Tables.Entry<Address> entry, EndpointHealth known) {
        List<EndpointHealth.FailingView> failing = health(entry, known);
        Address address = entry.thing();
        return new View(
                entry.table().fleet().value(),
                address.set().key().id(),
                address.service().toString(),
                address.service().namespace(),
                address.endpoint().authority(),
                address.endpoint().zone(),
                word(address.endpoint().state()),
                failing.isEmpty() ? OK : FAILING,
                failing);
    }

    private static String word(Endpoint.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
