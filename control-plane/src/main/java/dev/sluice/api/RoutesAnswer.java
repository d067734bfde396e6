package dev.sluice.api;

import dev.sluice.key.ObjectKey;
import dev.sluice.publish.Stages;
import dev.sluice.resource.Route;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code /api/v1/routes}: every rule as it is published, with the object it comes from. */
final class RoutesAnswer {
    private static final String[] FILTERS = {"namespace", "class", "object", "host", "service", "refused", "q"};
    private static final String[] PARAMETERS =
            Stream.concat(Stream.of("fleet"), Stream.of(FILTERS)).toArray(String[]::new);

    private final Stages stages;
    private final Tables tables;

    RoutesAnswer(Stages stages, Tables tables) {
        this.stages = stages;
        this.tables = tables;
    }

    Page<RouteViews.View> answer(Query query) {
        Query known = query.paged(PARAMETERS);
        RouteViews views = new RouteViews(stages.state());
        Page.Sorted<Tables.Entry<Route>> routes =
                new Page.Sorted<>(Tables.entries(tables.of(known), TableIndex::routes), RoutesAnswer::key);
        Function<Tables.Entry<Route>, RouteViews.View> view = entry -> views.view(entry.table(), entry.thing());
        return known.hasSome(FILTERS)
                ? Page.of(routes, new Fit(known, views)::fits, view, known)
                : Page.of(routes, view, known);
    }

    static String key(Tables.Entry<Route> entry) {
        return Cursor.key(
                List.of(entry.table().fleet().value(), entry.thing().key().id()));
    }

    /** What of all routes is asked for. */
    private record Fit(Query query, Filters filters, Optional<Boolean> refused, String part, RouteViews views) {
        Fit(Query query, RouteViews views) {
            this(
                    query,
                    new Filters(query),
                    new Filters(query).flag("refused"),
                    query.text("q").toLowerCase(Locale.ROOT),
                    views);
        }

        boolean fits(Tables.Entry<Route> entry) {
            Route route = entry.thing();
            ObjectKey source = route.source();
            return filters.is("namespace", source.namespace())
                    && (!query.has("object") || filters.is("object", source.toString()))
                    && filters.is("host", RouteViews.host(route.host()))
                    && (!query.has("class") || filters.is("class", views.className(route)))
                    && refused.filter(asked -> asked != RouteViews.refused(route))
                            .isEmpty()
                    && (!query.has("service") || forwards(entry))
                    && (part.isEmpty() || entry.table().occurs(part, route));
        }

        private boolean forwards(Tables.Entry<Route> entry) {
            return entry.table()
                    .services(entry.thing())
                    .anyMatch(service -> filters.is("service", service.service().path()));
        }
    }
}
