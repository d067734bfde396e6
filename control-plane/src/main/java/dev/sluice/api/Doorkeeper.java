package dev.sluice.api;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Authorization;
import akka.http.javadsl.model.headers.Host;
import akka.http.javadsl.model.headers.HttpChallenge;
import akka.http.javadsl.model.headers.HttpCredentials;
import akka.http.javadsl.model.headers.OAuth2BearerToken;
import akka.http.javadsl.model.headers.WWWAuthenticate;
import dev.sluice.access.Browser;
import dev.sluice.access.Caller;
import dev.sluice.access.Gate;
import dev.sluice.access.Right;
import dev.sluice.access.Verdict;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks the gate before a request is answered. Probes and metrics are for everybody who reaches the port. */
final class Doorkeeper {
    /** Kubelets and Prometheus have no token; nothing there names a user's object. */
    private static final Set<String> OPEN = Set.of("/", "/healthz", "/readyz", "/metrics");

    private final Gate gate;

    Doorkeeper(Gate gate) {
        this.gate = gate;
    }

    /** @param answer is given the name of who asks, empty if nobody is asked who he is */
    CompletionStage<HttpResponse> pass(
            HttpRequest request, Runnable discard, Function<String, CompletionStage<HttpResponse>> answer) {
        if (OPEN.contains(request.getUri().path())) {
            return answer.apply("");
        }
        return gate.ask(caller(request), right(request)).thenCompose(verdict -> {
            if (verdict instanceof Verdict.Allowed(String name)) {
                return answer.apply(name);
            }
            discard.run();
            return CompletableFuture.completedFuture(refusal(verdict));
        });
    }

    /** What no known method does is refused behind the door, so it needs no more than to read. */
    private static Right right(HttpRequest request) {
        boolean reads =
                request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
        return reads ? Right.READ : Right.WRITE;
    }

    private static HttpResponse refusal(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed allowed -> throw new IllegalStateException("who is allowed is not refused");
            case Verdict.Unknown(String why) ->
                Replies.problem(StatusCodes.UNAUTHORIZED, why)
                        .addHeader(WWWAuthenticate.create(HttpChallenge.create("Bearer", "sluice")));
            case Verdict.Refused(String why) -> Replies.problem(StatusCodes.FORBIDDEN, why);
            case Verdict.Unanswered(String why) -> Replies.problem(StatusCodes.SERVICE_UNAVAILABLE, why);
        };
    }

    private static Caller caller(HttpRequest request) {
        return new Caller(
                request.getAttribute(AttributeKeys.remoteAddress).flatMap(RemoteAddress::getAddress),
                request.getHeader(Host.class).map(host -> host.host().address()).orElse(""),
                token(request),
                new Browser(
                        value(request, "Host"),
                        value(request, "Origin"),
                        value(request, "Sec-Fetch-Site"),
                        visit(request)));
    }

    private static String value(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value).orElse("");
    }

    private static boolean visit(HttpRequest request) {
        return right(request) == Right.READ
                && value(request, "Sec-Fetch-Mode").equals("navigate")
                && value(request, "Sec-Fetch-Dest").equals("document");
    }

    private static Optional<String> token(HttpRequest request) {
        Optional<HttpCredentials> credentials =
                request.getHeader(Authorization.class).map(Authorization::credentials);
        return credentials
                .filter(OAuth2BearerToken.class::isInstance)
                .map(bearer -> ((OAuth2BearerToken) bearer).token());
    }
}
