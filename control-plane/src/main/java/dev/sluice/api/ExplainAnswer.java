package dev.sluice.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.sluice.key.FleetName;
import dev.sluice.publish.DataPlaneDesk;
import dev.sluice.publish.Stages;
import dev.sluice.receipt.ReceiptStage;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.Health;
import dev.sluice.replica.Placed;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Explained;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code /api/v1/explain}: what a data plane would do with a request, or what became of one, told by data planes themselves;
 * beside it where the settings were written that they serve. This replica evaluates no route.
 */
final class ExplainAnswer {
    /** Of several data planes the one that knows best what the fleet does. */
    private static final Comparator<DataPlaneView> BEST = Comparator.comparing(
                    (DataPlaneView view) -> view.delivery() == Delivery.CURRENT)
            .thenComparing(view -> view.health().map(Health::ready).orElse(false))
            .reversed()
            .thenComparing(DataPlaneView::node);

    /** Who is asked. */
    private record Target(String node, FleetName fleet) {}

    private final Stages stages;
    private final ReceiptStage receipts;
    private final DataPlaneDesk desk;
    private final RequestSearch search;
    private final Unreached unreached;

    ExplainAnswer(Stages stages, ReceiptStage receipts, DataPlaneDesk desk) {
        this.stages = stages;
        this.receipts = receipts;
        this.desk = desk;
        this.search = new RequestSearch(desk::ask);
        this.unreached = new Unreached(receipts);
    }

    CompletionStage<HttpResponse> answer(Query query) {
        Query known =
                query.knowing("fleet", "node", "method", "scheme", "host", "path", "port", "header", "request-id");
        return known.has("request-id") ? ended(known) : asked(known);
    }

    private CompletionStage<HttpResponse> asked(Query query) {
        Explain asked = ExplainQuery.request(query);
        Target target = target(query);
        return desk.ask(target.node(), command(asked)).thenApply(result -> reply(target, result));
    }

    private static Command command(Explain asked) {
        return Command.newBuilder().setExplain(asked).build();
    }

    /** A node that is not known here is asked all the same: another replica may serve it since a moment. */
    private Target target(Query query) {
        FleetName fleet = query.has("fleet") ? fleet(query) : FleetName.DEFAULT;
        String node = query.text("node");
        if (!node.isEmpty()) {
            return new Target(
                    node, known(node).map(view -> view.identity().fleet()).orElse(fleet));
        }
        return dataPlanes()
                .filter(view -> view.identity().fleet().equals(fleet))
                .min(BEST)
                .map(best -> new Target(best.node(), fleet))
                .orElseThrow(() -> new InvalidQuery("fleet=" + fleet + ": no data plane of it is connected"));
    }

    /** One that is connected here is found without looking at all others. */
    private Optional<DataPlaneView> known(String node) {
        return stages.dataPlane(node)
                .or(() -> Optional.ofNullable(receipts.dataPlanes().get(node)).map(Placed::view));
    }

    private static FleetName fleet(Query query) {
        String text = query.text("fleet");
        return FleetName.parse(text)
                .orElseThrow(() -> new InvalidQuery("fleet=" + text + ": expected 1 to 63 of a-z, 0-9 and '-'"));
    }

    private Stream<DataPlaneView> dataPlanes() {
        return receipts.dataPlanes().values().stream().map(Placed::view);
    }

    private HttpResponse reply(Target target, CommandResult result) {
        return switch (result.getResultCase()) {
            case EXPLAINED -> Replies.json(view(target, result.getExplained()));
            case FAILED -> unreached.reply(target.node(), result.getFailed());
            case DRAINED, RESULT_NOT_SET ->
                Replies.problem(StatusCodes.BAD_GATEWAY, target.node() + ": not an explanation");
        };
    }

    private ExplainView view(Target target, Explained explained) {
        return ExplainView.of(target.node(), explained, ProvenanceView.of(stages, target.fleet(), explained));
    }

    /** All data planes are asked, whatever their fleet: who reads an access log may not know which one wrote it. */
    private CompletionStage<HttpResponse> ended(Query query) {
        Explain asked = ExplainQuery.ended(query);
        Optional<FleetName> fleet = query.has("fleet") ? Optional.of(fleet(query)) : Optional.empty();
        String node = query.text("node");
        Map<String, Target> targets = dataPlanes()
                .map(view -> new Target(view.node(), view.identity().fleet()))
                .filter(target -> fleet.isEmpty() || target.fleet().equals(fleet.get()))
                .filter(target -> node.isEmpty() || target.node().equals(node))
                .collect(Collectors.toMap(Target::node, target -> target, (one, same) -> one, TreeMap::new));
        if (targets.isEmpty()) {
            throw new InvalidQuery(
                    (node.isEmpty() ? "" : "node=" + node + ": ") + "no data plane that could be asked is connected");
        }
        return search.ask(targets.keySet(), command(asked))
                .thenApply(result -> result.map(found -> reply(asked.getRequestId(), found, targets))
                        .orElseGet(() -> Replies.problem(
                                StatusCodes.SERVICE_UNAVAILABLE,
                                "as many searches are under way as may be: ask again in a moment")));
    }

    private HttpResponse reply(String id, RequestSearch.Result result, Map<String, Target> targets) {
        return RequestView.of(
                        id,
                        result,
                        (node, told) -> view(targets.getOrDefault(node, new Target(node, FleetName.DEFAULT)), told))
                .map(Replies::json)
                .orElseGet(() -> nobody(id, result));
    }

    private static HttpResponse nobody(String id, RequestSearch.Result result) {
        String silent = result.silent().isEmpty() ? "" : "; without an answer: " + result.silentText();
        return result.answers().isEmpty()
                ? Replies.problem(StatusCodes.BAD_GATEWAY, "request-id=" + id + ": no data plane has answered" + silent)
                : Replies.problem(
                        StatusCodes.NOT_FOUND,
                        "request-id=" + id + ": not remembered by any of the "
                                + result.answers().size()
                                + " data planes that answered; each remembers its last requests only"
                                + " (sluice.data-plane.recent-requests)" + silent);
    }
}
