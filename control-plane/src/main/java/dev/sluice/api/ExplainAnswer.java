package dev.sluice.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.sluice.key.FleetName;
import dev.sluice.publish.DataPlaneDesk;
import dev.sluice.receipt.ReceiptStage;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.DataPlaneView.Health;
import dev.sluice.replica.Placed;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Explained;
import dev.sluice.wire.v1.Header;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/explain}: what a data plane would do with a request, told by that data plane itself. */
final class ExplainAnswer {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MOST_HEADERS = 100;
    /** Of several data planes the one that knows best what the fleet does. */
    private static final Comparator<DataPlaneView> BEST = Comparator.comparing(
                    (DataPlaneView view) -> view.delivery() == Delivery.CURRENT)
            .thenComparing(view -> view.health().map(Health::ready).orElse(false))
            .reversed()
            .thenComparing(DataPlaneView::node);

    private final ReceiptStage stage;
    private final DataPlaneDesk desk;

    ExplainAnswer(ReceiptStage stage, DataPlaneDesk desk) {
        this.stage = stage;
        this.desk = desk;
    }

    /**
     * @param node of the data plane that says so
     * @param version that it serves
     * @param outcome a reason of the closed set, or forward
     * @param status what would be answered; null if forwarded
     * @param route that wins; null if none does
     * @param source the object that the route was made from; null if none wins
     * @param policies of that route, in the order in which they run
     * @param rules that might be for the request, in the order in which they are tried
     * @param moreRules that are not among them
     */
    record View(
            String node,
            String version,
            String outcome,
            @Nullable Integer status,
            @Nullable String route,
            @Nullable String source,
            List<String> policies,
            List<ShareView> shares,
            List<RuleView> rules,
            int moreRules) {}

    record ShareView(
            int weight,
            @Nullable String upstream,
            String outcome,
            @Nullable Integer status,
            List<String> endpoints,
            List<PassedOverView> passedOver) {}

    record PassedOverView(String endpoint, String reason) {}

    /** @param standing wins, behind, less-specific, path, method, header or query */
    record RuleView(String route, String source, String host, String path, String standing, String detail) {}

    CompletionStage<HttpResponse> answer(Query query) {
        Query known = query.knowing("fleet", "node", "method", "scheme", "host", "path", "port", "header");
        Explain asked = asked(known);
        String node = node(known);
        return desk.ask(node, Command.newBuilder().setExplain(asked).build()).thenApply(result -> reply(node, result));
    }

    private static Explain asked(Query query) {
        String scheme = query.has("scheme") ? query.text("scheme") : "http";
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidQuery("scheme=" + scheme + ": expected http or https");
        }
        String path = query.has("path") ? query.text("path") : "/";
        if (!path.startsWith("/")) {
            throw new InvalidQuery("path=" + path + ": expected a text that begins with '/'");
        }
        Explain.Builder asked = Explain.newBuilder()
                .setMethod(query.has("method") ? query.text("method") : "GET")
                .setScheme(scheme)
                .setHost(query.required("host", "as in the request's Host"))
                .setPath(path)
                .setPort(port(query, scheme));
        List<String> headers = query.texts("header");
        if (headers.size() > MOST_HEADERS) {
            throw new InvalidQuery("header: given " + headers.size() + " times, expected at most " + MOST_HEADERS);
        }
        headers.forEach(header -> asked.addHeaders(header(header)));
        return asked.build();
    }

    private static int port(Query query, String scheme) {
        String text = query.text("port");
        if (text.isEmpty()) {
            return scheme.equals("https") ? HTTPS : HTTP;
        }
        int port = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw new InvalidQuery("port=" + text + ": expected 1 to 65535, as clients of the load balancer use it");
        }
        return port;
    }

    private static Header header(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new InvalidQuery("header=" + text + ": expected NAME:VALUE");
        }
        return Header.newBuilder()
                .setName(text.substring(0, colon))
                .setValue(text.substring(colon + 1).strip())
                .build();
    }

    private String node(Query query) {
        String node = query.text("node");
        if (!node.isEmpty()) {
            return node;
        }
        String text = query.has("fleet") ? query.text("fleet") : FleetName.DEFAULT.value();
        FleetName fleet = FleetName.parse(text)
                .orElseThrow(() -> new InvalidQuery("fleet=" + text + ": expected 1 to 63 of a-z, 0-9 and '-'"));
        Optional<DataPlaneView> best = stage.dataPlanes().values().stream()
                .map(Placed::view)
                .filter(view -> view.identity().fleet().equals(fleet))
                .min(BEST);
        return best.map(DataPlaneView::node)
                .orElseThrow(() -> new InvalidQuery("fleet=" + text + ": no data plane of it is connected"));
    }

    private static HttpResponse reply(String node, CommandResult result) {
        return switch (result.getResultCase()) {
            case EXPLAINED -> Replies.json(view(node, result.getExplained()));
            case FAILED -> Replies.problem(StatusCodes.BAD_GATEWAY, node + ": " + result.getFailed());
            case DRAINED, RESULT_NOT_SET -> Replies.problem(StatusCodes.BAD_GATEWAY, node + ": not an explanation");
        };
    }

    private static View view(String node, Explained explained) {
        return new View(
                node,
                version(explained),
                explained.getOutcome(),
                status(explained.getStatus()),
                text(explained.getRoute()),
                text(explained.getSource()),
                List.copyOf(explained.getPoliciesList()),
                explained.getSharesList().stream().map(ExplainAnswer::view).toList(),
                explained.getRulesList().stream().map(ExplainAnswer::view).toList(),
                explained.getMoreRules());
    }

    private static String version(Explained explained) {
        try {
            return WireCodec.fromWire(explained.getVersion()).toString();
        } catch (UndecodableException e) {
            return "one that cannot be read: " + e.getMessage();
        }
    }

    private static ShareView view(Explained.Share share) {
        return new ShareView(
                share.getWeight(),
                text(share.getUpstream()),
                share.getOutcome(),
                status(share.getStatus()),
                List.copyOf(share.getEndpointsList()),
                share.getPassedOverList().stream()
                        .map(passed -> new PassedOverView(passed.getEndpoint(), passed.getReason()))
                        .toList());
    }

    private static RuleView view(Explained.Rule rule) {
        return new RuleView(
                rule.getRoute(),
                rule.getSource(),
                rule.getHost(),
                rule.getPath(),
                rule.getStanding(),
                rule.getDetail());
    }

    private static @Nullable Integer status(int status) {
        return status == 0 ? null : status;
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }
}
