package dev.sluice.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.publish.Stages;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Route;
import dev.sluice.resource.Upstream;
import dev.sluice.rollout.FleetReleases;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/route}: one route with all that has to do with it. */
final class StoryAnswer {
    private static final int MOST_ENDPOINTS = 1000;
    private static final int MOST_PROBLEMS = 100;
    private static final int MOST_RELEASES = 20;
    private static final int MOST_PLANES = 1000;

    private final ApiSources sources;
    private final Tables tables;
    private final Leaves leaves;
    private final ProblemsAnswer problems;
    private final InstantSource clock;

    StoryAnswer(ApiSources sources, Tables tables, Leaves leaves, ProblemsAnswer problems, InstantSource clock) {
        this.sources = sources;
        this.tables = tables;
        this.leaves = leaves;
        this.problems = problems;
        this.clock = clock;
    }

    /**
     * @param object from which the rule is made; null if it is gone since
     * @param receipt of the object; null if there is none
     */
    record Answer(
            RouteViews.View route,
            @Nullable ObjectView object,
            List<ServicesAnswer.View> services,
            List<EndpointsAnswer.View> endpoints,
            int moreEndpoints,
            List<CertificatesAnswer.View> certificates,
            ReceiptViews.@Nullable View receipt,
            List<ProblemsAnswer.ProblemView> problems,
            List<HistoryAnswer.EntryView> releases) {}

    /** @param annotations names of those that Sluice may look at, not what they say */
    record ObjectView(
            String object,
            String uid,
            String resourceVersion,
            long generation,
            String createdAt,
            @JsonProperty("class") String type,
            List<String> annotations) {}

    /** Empty if there is no such route. */
    Optional<Answer> answer(Query query) {
        Query known = query.knowing("id", "fleet");
        String id = known.required("id", "a route's id, as /api/v1/routes has it");
        FleetName fleet = Fleet.of(known);
        return tables.of(fleet).flatMap(table -> route(table, id).map(route -> story(table, route)));
    }

    private static Optional<Route> route(TableIndex table, String id) {
        try {
            return table.resource(new RouteKey(id))
                    .filter(Route.class::isInstance)
                    .map(Route.class::cast);
        } catch (IllegalArgumentException e) {
            throw new InvalidQuery("id: expected a route's id, as /api/v1/routes has it, but: " + e.getMessage());
        }
    }

    private Answer story(TableIndex table, Route route) {
        EndpointHealth health =
                new EndpointHealth(sources.receipts().dataPlanes().values());
        List<Upstream> services = table.services(route).distinct().toList();
        List<EndpointsAnswer.View> endpoints = services.stream()
                .flatMap(service -> EndpointsAnswer.of(table, service, health).stream())
                .toList();
        List<EndpointsAnswer.View> some = endpoints.subList(0, Math.min(endpoints.size(), MOST_ENDPOINTS));
        List<CertificatesAnswer.View> certificates = certificates(table, route.host());
        return new Answer(
                new RouteViews(sources.stages().state()).view(table, route),
                object(route.source()),
                services.stream()
                        .map(service -> ServicesAnswer.view(table, service, health))
                        .toList(),
                some,
                endpoints.size() - some.size(),
                certificates,
                receipt(route.source()),
                problems(route, services, certificates),
                releases(table.fleet(), route.source()));
    }

    private List<CertificatesAnswer.View> certificates(TableIndex table, HostMatch host) {
        Instant now = clock.instant();
        String text = RouteViews.host(host);
        return leaves.of(List.of(table)).stream()
                .filter(entry -> CertificatesAnswer.hosts(entry).stream()
                        .anyMatch(served -> served.host().equals(text)))
                .map(entry -> CertificatesAnswer.view(entry, now))
                .toList();
    }

    private @Nullable ObjectView object(ObjectKey source) {
        return sources.stages()
                .state()
                .flatMap(state -> state.ingress(source))
                .map(StoryAnswer::view)
                .orElse(null);
    }

    private static ObjectView view(ObservedIngress ingress) {
        Meta meta = ingress.meta();
        return new ObjectView(
                ingress.key().toString(),
                meta.uid(),
                meta.resourceVersion(),
                meta.generation(),
                meta.createdAtEpochSecond() == 0
                        ? ""
                        : Instant.ofEpochSecond(meta.createdAtEpochSecond()).toString(),
                RouteViews.className(ingress),
                List.copyOf(meta.annotations().keySet()));
    }

    private ReceiptViews.@Nullable View receipt(ObjectKey source) {
        boolean known = sources.receipts().kept().book().of(source).isPresent();
        return known ? ReceiptViews.view(sources.desk().now().newest(source, MOST_PLANES)) : null;
    }

    private List<ProblemsAnswer.ProblemView> problems(
            Route route, List<Upstream> services, List<CertificatesAnswer.View> certificates) {
        Set<String> objects = new HashSet<>();
        objects.add(route.source().toString());
        services.forEach(service -> objects.add(service.service().toString()));
        certificates.forEach(certificate -> objects.add(certificate.secret()));
        About about = new About(objects, route.key().toString());
        return problems.all().stream()
                .filter(about::names)
                .limit(MOST_PROBLEMS)
                .map(ProblemsAnswer::view)
                .toList();
    }

    /** A data plane's refusal names the resource in the field. */
    private record About(Set<String> objects, String resource) {
        boolean names(Problem problem) {
            return objects.contains(problem.object()) || problem.field().equals(resource);
        }
    }

    private List<HistoryAnswer.EntryView> releases(FleetName fleet, ObjectKey source) {
        Stages stages = sources.stages();
        Optional<FleetReleases> releases = stages.releases().flatMap(known -> known.fleet(fleet));
        return releases.stream()
                .flatMap(known -> known.history().entries().stream()
                        .filter(entry -> entry.sources().stream()
                                .anyMatch(one -> one.object().equals(source)))
                        .limit(MOST_RELEASES)
                        .map(entry -> HistoryAnswer.view(known, entry)))
                .toList();
    }
}
