package dev.sluice.api;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Allow;
import akka.http.scaladsl.model.IllegalUriException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the answer to a request. Answers are made from immutable values, so a request waits for nobody. */
final class ApiHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethods.GET, HttpMethods.HEAD);

    private final ClassicActorSystemProvider system;
    private final Map<String, Function<Query, HttpResponse>> answers = new TreeMap<>();

    ApiHandler(ClassicActorSystemProvider system, ApiSources sources) {
        this.system = system;
        VersionAnswer version = new VersionAnswer(sources);
        ProblemsAnswer problems = new ProblemsAnswer(sources);
        Readiness readiness = new Readiness(sources.stages());
        answers.put("/", query -> Replies.json(Map.of("paths", answers.keySet())));
        answers.put("/api/v1/version", query -> Replies.json(version.answer()));
        answers.put("/api/v1/routes", query -> Replies.json(RoutesAnswer.of(sources.stages(), query)));
        answers.put("/api/v1/problems", query -> Replies.json(problems.answer(query)));
        answers.put(
                "/api/v1/dataplanes",
                query -> Replies.json(DataPlanesAnswer.of(sources.stages().dataPlanes())));
        answers.put(
                "/api/v1/members",
                query -> Replies.json(MembersAnswer.of(sources.cluster().get())));
        answers.put("/healthz", query -> Replies.text("ok\n"));
        answers.put("/readyz", query -> readiness.answer());
        answers.put("/metrics", query -> Replies.metrics(sources.metrics().get()));
        answers.put("/debug/state", query -> Replies.text(DebugState.text(sources.stages(), query)));
    }

    /** Total: what goes wrong is an answer, too. */
    HttpResponse answer(HttpRequest request) {
        request.discardEntityBytes(system);
        String path = request.getUri().path();
        Function<Query, HttpResponse> answer = answers.get(path);
        if (answer == null) {
            return Replies.problem(StatusCodes.NOT_FOUND, "no such path: " + path + "; GET / lists them");
        }
        if (!METHODS.contains(request.method())) {
            return Replies.problem(
                            StatusCodes.METHOD_NOT_ALLOWED,
                            request.method().value() + " " + path + ": this API is read only, expected GET or HEAD")
                    .addHeader(Allow.create(HttpMethods.GET, HttpMethods.HEAD));
        }
        try {
            return answer.apply(new Query(request.getUri().query().toMap()));
        } catch (InvalidQuery | IllegalUriException e) {
            return Replies.problem(StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("The status API could not answer {}", path, e);
            return Replies.problem(StatusCodes.INTERNAL_SERVER_ERROR, "a fault of Sluice; its log says more");
        }
    }
}
