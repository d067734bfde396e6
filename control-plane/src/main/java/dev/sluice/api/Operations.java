package dev.sluice.api;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Allow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** All that may be asked, by path and method. What is not among it is answered 404 or 405 (RFC 9110 section 15.5.6). */
record Operations(List<Operation> all) {
    private record Found(Operation operation, List<String> values) {}

    Operations {
        all = List.copyOf(all);
    }

    /** Templates of paths, sorted. */
    SortedSet<String> paths() {
        SortedSet<String> paths = new TreeSet<>();
        all.forEach(operation -> paths.add(operation.path().text()));
        return paths;
    }

    /** Whether somebody will read the request's body. */
    boolean expectsBody(HttpRequest request) {
        return request.method().equals(HttpMethods.POST)
                && find(request.getUri().getPathString()).stream()
                        .anyMatch(found -> found.operation().takes(HttpMethods.POST));
    }

    /** @param who asks; empty if nobody is asked who he is */
    CompletionStage<HttpResponse> answer(HttpRequest request, String who) {
        String path = request.getUri().getPathString();
        List<Found> there = find(path);
        if (there.isEmpty()) {
            return CompletableFuture.completedFuture(
                    Replies.problem(StatusCodes.NOT_FOUND, "no such path: " + path + "; GET / lists them"));
        }
        Optional<Found> found = there.stream()
                .filter(each -> each.operation().takes(request.method()))
                .findFirst();
        return found.map(each -> answer(each, request, who))
                .orElseGet(() -> CompletableFuture.completedFuture(notAllowed(request, there)));
    }

    private static CompletionStage<HttpResponse> answer(Found found, HttpRequest request, String who) {
        Query query = new Query(request.getUri().query().toMultiMap());
        return found.operation().answer().apply(new Ask(request, query, found.values(), who));
    }

    private List<Found> find(String path) {
        List<String> segments = PathTemplate.segments(path);
        List<Found> there = new ArrayList<>();
        for (Operation operation : all) {
            operation.path().match(segments).ifPresent(values -> there.add(new Found(operation, values)));
        }
        return there;
    }

    private static HttpResponse notAllowed(HttpRequest request, List<Found> there) {
        List<HttpMethod> methods = new ArrayList<>();
        there.forEach(found -> {
            methods.add(found.operation().method());
            if (found.operation().takes(HttpMethods.HEAD)) {
                methods.add(HttpMethods.HEAD);
            }
        });
        String expected =
                String.join(" or ", methods.stream().map(HttpMethod::value).toList());
        return Replies.problem(
                        StatusCodes.METHOD_NOT_ALLOWED,
                        request.method().value() + " " + request.getUri().getPathString() + ": expected " + expected)
                .addHeader(Allow.create(methods.toArray(HttpMethod[]::new)));
    }
}
