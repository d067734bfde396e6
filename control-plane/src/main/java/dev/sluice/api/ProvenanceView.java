package dev.sluice.api;

import dev.sluice.key.FleetName;
import dev.sluice.publish.Stages;
import dev.sluice.publish.Translated;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Resource;
import dev.sluice.resource.Route;
import dev.sluice.translate.InForce;
import dev.sluice.translate.Provenance;
import dev.sluice.translate.ingress.Origin;
import dev.sluice.wire.RefusedResourceException;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Envelope;
import dev.sluice.wire.v1.Explained;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of what a data plane serves, and where they were written.
 *
 * @param field of the winning rule in its object; null if it cannot be told
 * @param note why some of it cannot be told; null if all is
 */
record ProvenanceView(
        @Nullable String field,
        List<SettingView> settings,
        @Nullable String note) {
    private static final ProvenanceView NOTHING = new ProvenanceView(null, List.of(), null);

    /**
     * @param of the route or upstream that has it, as {@code Upstream default/web:80}
     * @param from where it was written; null if that cannot be told
     */
    record SettingView(
            String of,
            String name,
            String value,
            @Nullable OriginView from,
            @Nullable String note) {}

    /**
     * @param kind annotation, class-parameter, field or default
     * @param object in which it is written; null for a default
     * @param field of that object; null for a default
     * @param by the class whose parameter it is; null for all else
     */
    record OriginView(
            String kind,
            @Nullable String object,
            @Nullable String field,
            @Nullable String by) {}

    static ProvenanceView of(Stages stages, FleetName fleet, Explained explained) {
        if (explained.getRoute().isEmpty()) {
            return NOTHING;
        }
        if (explained.getServedCount() == 0) {
            return silent("the data plane is of a version that does not say what it serves");
        }
        Optional<Translated> translated = stages.translated();
        if (translated.isEmpty()) {
            return silent("this replica has translated nothing yet");
        }
        try {
            return of(translated.get(), fleet, explained);
        } catch (UndecodableException | RefusedResourceException e) {
            return silent("the data plane serves what this replica cannot read: " + e.getMessage());
        }
    }

    private static ProvenanceView silent(String note) {
        return new ProvenanceView(null, List.of(), note);
    }

    private static ProvenanceView of(Translated translated, FleetName fleet, Explained explained)
            throws UndecodableException, RefusedResourceException {
        List<Resource> served = new ArrayList<>();
        for (Envelope envelope : explained.getServedList()) {
            served.add(WireCodec.decode(WireCodec.fromWire(envelope.getKey()), envelope.getContent()));
        }
        Optional<Route> rule = route(served, explained.getRoute());
        Optional<HttpRoute> host = route(served, explained.getHostRoute())
                .filter(HttpRoute.class::isInstance)
                .map(HttpRoute.class::cast);
        return rule.map(found ->
                        view(translated.translation().provenance(translated.state(), fleet, found, host, served)))
                .orElseGet(() -> silent("the data plane does not say how it serves the rule"));
    }

    private static Optional<Route> route(List<Resource> served, String id) {
        return served.stream()
                .filter(Route.class::isInstance)
                .map(Route.class::cast)
                .filter(route -> route.key().id().equals(id))
                .findFirst();
    }

    private static ProvenanceView view(Provenance provenance) {
        String others = provenance.foreign().stream()
                .map(resource -> resource.key().toString())
                .collect(Collectors.joining(", "));
        return new ProvenanceView(
                provenance.field().orElse(null),
                provenance.settings().stream().map(ProvenanceView::view).toList(),
                others.isEmpty()
                        ? null
                        : "served in another form than this replica translates now (a held release, or an update on its"
                                + " way), so that only the values are known: " + others);
    }

    private static SettingView view(InForce setting) {
        return new SettingView(
                setting.of().toString(),
                setting.setting().text(),
                setting.value(),
                setting.origin().map(ProvenanceView::view).orElse(null),
                ExplainView.text(setting.note()));
    }

    private static OriginView view(Origin origin) {
        return switch (origin) {
            case Origin.Annotation(var object, String key) ->
                new OriginView("annotation", object.toString(), "metadata.annotations[" + key + "]", null);
            case Origin.ClassParameter(var ingressClass, var map, String key) ->
                new OriginView("class-parameter", map.toString(), "data[" + key + "]", ingressClass.toString());
            case Origin.Field(var object, String path) -> new OriginView("field", object.toString(), path, null);
            case Origin.Default unset -> new OriginView("default", null, null, null);
        };
    }
}
