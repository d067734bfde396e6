package dev.sluice.api;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/** Answers bytes that are no request, in the same form as everything else. Named in reference.conf; Akka finds it there. */
public final class UnreadableRequest extends ParsingErrorHandler {
    /** As Akka looks for an object of Scala. */
    @SuppressWarnings("checkstyle:ConstantName")
    public static final UnreadableRequest MODULE$ = new UnreadableRequest();

    private UnreadableRequest() {}

    /** Without what was sent: it may be anything. */
    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return Replies.problem(status, error.summary() + ": expected a request of HTTP/1.1");
    }
}
