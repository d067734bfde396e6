package dev.sluice.admin;

import static akka.http.javadsl.model.HttpMethods.GET;
import static akka.http.javadsl.model.HttpMethods.HEAD;
import static akka.http.javadsl.model.HttpMethods.POST;
import static akka.http.javadsl.model.StatusCodes.FORBIDDEN;
import static akka.http.javadsl.model.StatusCodes.METHOD_NOT_ALLOWED;
import static akka.http.javadsl.model.StatusCodes.NOT_FOUND;
import static akka.http.javadsl.model.StatusCodes.OK;
import static akka.http.javadsl.model.StatusCodes.SERVICE_UNAVAILABLE;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.headers.Allow;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each path answers. */
final class AdminPages {
    private static final ContentType PROMETHEUS = ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

    private final ObjectWriter json = new ObjectMapper().writerWithDefaultPrettyPrinter();
    private final AdminView view;

    AdminPages(AdminView view) {
        this.view = view;
    }

    HttpResponse answer(HttpRequest request) {
        return switch (request.getUri().path()) {
            case "/healthz" -> read(request, () -> page(OK, Map.of("status", "ok")));
            case "/readyz" -> read(request, () -> readiness(view.readiness()));
            case "/metrics" -> read(request, () -> HttpResponse.create().withEntity(metrics()));
            case "/debug/state" -> local(request, () -> read(request, () -> page(OK, view.state())));
            case "/drain" -> local(request, () -> only(POST, request, this::drain));
            default ->
                problem(NOT_FOUND, "no such page: expected /healthz, /readyz, /metrics, /debug/state or POST /drain");
        };
    }

    private interface Page {
        HttpResponse make();
    }

    private HttpResponse read(HttpRequest request, Page page) {
        return request.method().equals(HEAD) ? page.make() : only(GET, request, page);
    }

    private HttpResponse only(HttpMethod method, HttpRequest request, Page page) {
        return request.method().equals(method)
                ? page.make()
                : problem(METHOD_NOT_ALLOWED, "expected " + method.name()).addHeader(Allow.create(method));
    }

    private HttpResponse local(HttpRequest request, Page page) {
        String refusal = LocalOnly.refusal(request);
        return refusal.isEmpty() ? page.make() : problem(FORBIDDEN, refusal);
    }

    private HttpResponse readiness(Readiness readiness) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ready", readiness.ready());
        body.put("missing", readiness.missing());
        body.put("version", readiness.version());
        return page(readiness.ready() ? OK : SERVICE_UNAVAILABLE, body);
    }

    private HttpResponse drain() {
        view.drain();
        return page(OK, Map.of("draining", true));
    }

    private akka.http.javadsl.model.ResponseEntity metrics() {
        return HttpEntities.create(PROMETHEUS, view.metrics().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse problem(StatusCode status, String text) {
        return page(status, Map.of("problems", List.of(text)));
    }

    private HttpResponse page(StatusCode status, Map<String, Object> body) {
        try {
            byte[] bytes = json.writeValueAsBytes(body);
            return HttpResponse.create()
                    .withStatus(status)
                    .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, bytes));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a page holds something that is no JSON: " + body, e);
        }
    }
}
