package dev.sluice.api;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One thing that may be asked of one path; HEAD is asked of what GET is, and is answered without the body.
 *
 * @param answer may throw {@link InvalidQuery}
 */
record Operation(HttpMethod method, PathTemplate path, Function<Ask, CompletionStage<HttpResponse>> answer) {
    /** Reads, and is answered at once. */
    static Operation get(String path, Function<Query, HttpResponse> answer) {
        return at(path, ask -> CompletableFuture.completedFuture(answer.apply(ask.query())));
    }

    /** Reads, and may take a while. */
    static Operation at(String path, Function<Ask, CompletionStage<HttpResponse>> answer) {
        return new Operation(HttpMethods.GET, new PathTemplate(path), answer);
    }

    /** Writes. */
    static Operation post(String path, Function<Ask, CompletionStage<HttpResponse>> answer) {
        return new Operation(HttpMethods.POST, new PathTemplate(path), answer);
    }

    boolean takes(HttpMethod asked) {
        return method.equals(asked) || (method.equals(HttpMethods.GET) && asked.equals(HttpMethods.HEAD));
    }
}
