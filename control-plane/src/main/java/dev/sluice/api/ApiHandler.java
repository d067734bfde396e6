package dev.sluice.api;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.TimeoutAccess;
import akka.http.scaladsl.model.IllegalUriException;
import dev.sluice.access.Gate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request: asks the gate, finds the operation, and makes an answer of what goes wrong, too. */
final class ApiHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);

    private final ClassicActorSystemProvider system;
    private final Doorkeeper door;
    private final Operations operations;
    private final PageAnswer page = new PageAnswer();

    ApiHandler(ClassicActorSystemProvider system, Gate gate, Operations operations) {
        this.system = system;
        this.door = new Doorkeeper(gate);
        this.operations = operations;
    }

    /** Total. */
    CompletionStage<HttpResponse> answer(HttpRequest request) {
        request.getHeader(TimeoutAccess.class)
                .ifPresent(access -> access.timeoutAccess()
                        .updateHandler(late ->
                                Replies.problem(StatusCodes.SERVICE_UNAVAILABLE, "there is no answer yet; ask again")));
        return page.answer(request).map(answer -> shown(request, answer)).orElseGet(() -> behindTheDoor(request));
    }

    private CompletionStage<HttpResponse> shown(HttpRequest request, HttpResponse answer) {
        request.discardEntityBytes(system);
        return CompletableFuture.completedFuture(EntityTags.whole(request, answer));
    }

    private CompletionStage<HttpResponse> behindTheDoor(HttpRequest request) {
        return door.pass(request, () -> request.discardEntityBytes(system), who -> answer(request, who))
                .exceptionally(fault -> failed(request, fault))
                .thenApply(answer -> EntityTags.tagged(request, answer));
    }

    /** A body is read by those who expect one. */
    private CompletionStage<HttpResponse> answer(HttpRequest request, String who) {
        boolean expected = operations.expectsBody(request);
        if (!expected) {
            request.discardEntityBytes(system);
        }
        try {
            return operations.answer(request, who);
        } catch (RuntimeException e) {
            if (expected) {
                request.discardEntityBytes(system);
            }
            return CompletableFuture.failedFuture(e);
        }
    }

    private static HttpResponse failed(HttpRequest request, Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof InvalidQuery || cause instanceof IllegalUriException) {
            return Replies.problem(StatusCodes.BAD_REQUEST, String.valueOf(cause.getMessage()));
        }
        LOG.error("The status API could not answer {}", request.getUri().path(), cause);
        return Replies.problem(StatusCodes.INTERNAL_SERVER_ERROR, "a fault of Sluice; its log says more");
    }
}
