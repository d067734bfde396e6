package dev.sluice.api;

import akka.actor.ClassicActorSystemProvider;
import akka.http.javadsl.model.headers.TimeoutAccess;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import scala.concurrent.duration.FiniteDuration;

/**
 * Every question with who answers it: the index of this package. Answers are made from immutable values, so a request waits
 * for nobody, but for what data planes are asked.
 */
final class Answers {
    /** What a request that waits is given beyond its patience, before the server gives up. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final ApiSources sources;
    private final Tables tables;
    private final Leaves leaves = new Leaves();
    private final InstantSource clock = InstantSource.system();
    private final ProblemsAnswer problems;
    private final FleetViews fleets;
    private final DataPlanesAnswer planes;

    Answers(ApiSources sources) {
        this.sources = sources;
        this.tables = new Tables(sources.stages());
        this.problems = new ProblemsAnswer(sources);
        this.fleets = new FleetViews(sources, tables);
        this.planes = new DataPlanesAnswer(sources.receipts(), clock);
    }

    Operations operations(ClassicActorSystemProvider system, EventsAnswer events) {
        List<Operation> all = new ArrayList<>();
        all.addAll(overview());
        all.addAll(table());
        all.addAll(live());
        all.addAll(decide(system));
        all.addAll(probes());
        all.add(Operation.at("/api/v1/events", events::answer));
        SortedSet<String> paths = new TreeSet<>();
        all.forEach(operation -> paths.add(operation.path().text()));
        paths.add("/");
        all.add(Operation.get("/", query -> Replies.json(Map.of("paths", paths))));
        return new Operations(all);
    }

    /** What is told to those who follow. */
    Topics topics() {
        return new Topics(sources, fleets, problems, clock);
    }

    private List<Operation> overview() {
        OpenApi document = new OpenApi();
        VersionAnswer version = new VersionAnswer(sources);
        StatusAnswer status = new StatusAnswer(sources, fleets, problems, tables, leaves, clock);
        return List.of(
                Operation.get("/api/v1/openapi.yaml", query -> {
                    query.knowing();
                    return document.yaml();
                }),
                Operation.get("/api/v1/openapi.json", query -> {
                    query.knowing();
                    return document.json();
                }),
                Operation.get("/api/v1/status", query -> {
                    query.knowing();
                    return Replies.json(status.answer());
                }),
                Operation.get("/api/v1/version", query -> {
                    query.knowing();
                    return Replies.json(version.answer());
                }),
                Operation.get("/api/v1/problems", query -> Replies.json(problems.answer(query))),
                Operation.get("/debug/state", query -> Replies.text(DebugState.text(sources.stages(), query))));
    }

    private List<Operation> table() {
        RoutesAnswer routes = new RoutesAnswer(sources.stages(), tables);
        StoryAnswer story = new StoryAnswer(sources, tables, leaves, problems, clock);
        ServicesAnswer services = new ServicesAnswer(sources.receipts(), tables);
        EndpointsAnswer endpoints = new EndpointsAnswer(sources.receipts(), tables);
        CertificatesAnswer certificates = new CertificatesAnswer(tables, leaves, clock);
        return List.of(
                Operation.get("/api/v1/routes", query -> Replies.json(routes.answer(query))),
                Operation.get(
                        "/api/v1/route",
                        query -> Replies.found(
                                story.answer(query), "route id=" + query.text("id") + " in fleet " + Fleet.of(query))),
                Operation.get("/api/v1/services", query -> Replies.json(services.answer(query))),
                Operation.get("/api/v1/endpoints", query -> Replies.json(endpoints.answer(query))),
                Operation.get("/api/v1/certificates", query -> Replies.json(certificates.answer(query))));
    }

    private List<Operation> live() {
        ReceiptsAnswer receipts = new ReceiptsAnswer(sources.desk());
        ExplainAnswer explain = new ExplainAnswer(sources.stages(), sources.receipts(), sources.dataPlanes());
        return List.of(
                Operation.get("/api/v1/dataplanes", query -> Replies.json(planes.answer(query))),
                Operation.at("/api/v1/dataplanes/{node}", ask -> {
                    ask.query().knowing();
                    return CompletableFuture.completedFuture(
                            Replies.found(planes.answer(ask.value()), "data plane '" + ask.value() + "' within reach"));
                }),
                Operation.get("/api/v1/members", query -> {
                    query.knowing();
                    return Replies.json(MembersAnswer.of(
                            sources.cluster().get(), sources.receipts().replicas()));
                }),
                Operation.get(
                        "/api/v1/propagation",
                        query -> Replies.json(
                                PropagationAnswer.of(sources.receipts().propagations(), query))),
                Operation.at("/api/v1/receipts", ask -> {
                    mayWait(ask);
                    return receipts.answer(ask.query());
                }),
                Operation.at("/api/v1/explain", ask -> explain.answer(ask.query())));
    }

    private List<Operation> decide(ClassicActorSystemProvider system) {
        HistoryAnswer history = new HistoryAnswer(sources.stages());
        return List.of(
                Operation.get("/api/v1/history", query -> Replies.json(history.history(query))),
                Operation.at(
                        "/api/v1/history/{release}/difference",
                        ask -> CompletableFuture.completedFuture(
                                Replies.json(history.difference(ask.value(), ask.query())))),
                Operation.get("/api/v1/decision", query -> {
                    query.knowing();
                    return Replies.json(DecisionAnswer.of(sources));
                }),
                Operation.post("/api/v1/decision", new Deciding(system, sources)::answer),
                Operation.post(
                        "/api/v1/dataplanes/{node}/drain",
                        new Draining(system, sources.dataPlanes(), new Unreached(sources.receipts()))::answer));
    }

    private List<Operation> probes() {
        Readiness readiness = new Readiness(sources.stages());
        return List.of(
                Operation.get("/healthz", query -> Replies.text("ok\n")),
                Operation.get("/readyz", query -> readiness.answer()),
                Operation.get(
                        "/metrics", query -> Replies.metrics(sources.metrics().get())));
    }

    /** A request that asks for patience is not cut off by the server's own limit before its time is up. */
    private static void mayWait(Ask ask) {
        ReceiptQuery.patience(ask.query())
                .ifPresent(patience -> ask.request()
                        .getHeader(TimeoutAccess.class)
                        .ifPresent(access -> access.timeoutAccess()
                                .updateTimeout(FiniteDuration.create(
                                        patience.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS))));
    }
}
