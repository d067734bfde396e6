package dev.sluice.admin;

import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What each path answers. */
final class AdminPages {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON = "application/json";
    private static final int OK = HttpURLConnection.HTTP_OK;

    /**
     * An answer.
     *
     * @param type media type of the body
     * @param allow the method that would do, for one that does not
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Page(int status, String type, byte[] body, Optional<String> allow) {}

    private final AdminView view;

    AdminPages(AdminView view) {
        this.view = view;
    }

    Page answer(AdminRequest request) {
        return switch (request.path()) {
            case "/healthz" -> read(request, () -> page(OK, Map.of("status", "ok")));
            case "/readyz" -> read(request, () -> readiness(view.readiness()));
            case "/metrics" -> read(request, this::metrics);
            case "/debug/state" -> local(request, () -> read(request, () -> page(OK, view.state())));
            case "/drain" -> local(request, () -> only("POST", request, this::drain));
            default ->
                problem(
                        HttpURLConnection.HTTP_NOT_FOUND,
                        "no such page: expected /healthz, /readyz, /metrics, /debug/state or POST /drain");
        };
    }

    /** For a fault of ours; what it is stands in the log. */
    Page failed() {
        return problem(HttpURLConnection.HTTP_INTERNAL_ERROR, "a fault of the data plane; its log says more");
    }

    private Page read(AdminRequest request, Supplier<Page> page) {
        return request.method().equals("HEAD") ? page.get() : only("GET", request, page);
    }

    private Page only(String method, AdminRequest request, Supplier<Page> page) {
        if (request.method().equals(method)) {
            return page.get();
        }
        Page refused = problem(HttpURLConnection.HTTP_BAD_METHOD, "expected " + method);
        return new Page(refused.status(), refused.type(), refused.body(), Optional.of(method));
    }

    private Page local(AdminRequest request, Supplier<Page> page) {
        String refusal = LocalOnly.refusal(request);
        return refusal.isEmpty() ? page.get() : problem(HttpURLConnection.HTTP_FORBIDDEN, refusal);
    }

    private Page readiness(Readiness readiness) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ready", readiness.ready());
        body.put("missing", readiness.missing());
        body.put("notes", readiness.notes());
        body.put("version", readiness.version());
        return page(readiness.ready() ? OK : HttpURLConnection.HTTP_UNAVAILABLE, body);
    }

    private Page drain() {
        view.drain();
        return page(OK, Map.of("draining", true));
    }

    private Page metrics() {
        return new Page(OK, PROMETHEUS, view.metrics().getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    private Page problem(int status, String text) {
        return page(status, Map.of("problems", List.of(text)));
    }

    private Page page(int status, Map<String, Object> body) {
        byte[] json = JsonText.of(body).getBytes(StandardCharsets.UTF_8);
        return new Page(status, JSON, json, Optional.empty());
    }
}
