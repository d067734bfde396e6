package dev.sluice.dataplane;

import dev.sluice.compile.ServingState;
import dev.sluice.forward.Explain.Asked;
import dev.sluice.forward.Explain.Field;
import dev.sluice.forward.Explanation;
import dev.sluice.http.Reason;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Explained;
import java.util.List;

/** What the control plane asks about a request, and what it is told, between the wire and the pipeline. */
final class Explanations {
    /** Endpoints that are named; there may be more. */
    private static final int MAX_ENDPOINTS = 100;

    private static final int HTTP_PORT = 80;

    private Explanations() {}

    /** @throws IllegalArgumentException naming the field of a question that is none */
    static Explained explain(ServingState state, Explain request) {
        return told(dev.sluice.forward.Explain.explain(state, asked(request)));
    }

    private static Asked asked(Explain request) {
        List<Field> fields = request.getHeadersList().stream()
                .map(header -> new Field(header.getName(), header.getValue()))
                .toList();
        return new Asked(
                given("method", request.getMethod()),
                request.getScheme().isEmpty() ? "http" : request.getScheme(),
                request.getHost(),
                given("path", request.getPath()),
                fields,
                request.getPort() == 0 ? HTTP_PORT : request.getPort());
    }

    private static String given(String field, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("explain: " + field + " '': expected one, as in the request line");
        }
        return value;
    }

    private static Explained told(Explanation explanation) {
        Explained.Builder told = Explained.newBuilder()
                .setVersion(WireCodec.toWire(explanation.version()))
                .setOutcome(
                        explanation.outcome() == Reason.FORWARDED
                                ? "forward"
                                : explanation.outcome().text())
                .setStatus(explanation.status());
        explanation.route().ifPresent(route -> told.setRoute(route.id()));
        explanation.shares().stream()
                .filter(share -> share.outcome() == explanation.outcome())
                .findFirst()
                .ifPresent(share -> decisive(told, share));
        return told.build();
    }

    /** The share that decides the outcome: the first that can take the request, else the first. */
    private static void decisive(Explained.Builder told, Explanation.Share share) {
        share.upstream().ifPresent(upstream -> told.setUpstream(upstream.id()));
        share.endpoints().stream().limit(MAX_ENDPOINTS).forEach(told::addEndpoints);
    }
}
