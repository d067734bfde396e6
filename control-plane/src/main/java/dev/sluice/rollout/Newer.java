package dev.sluice.rollout;

import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Listener;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.StreamRoute;
import dev.sluice.resource.TableChange;
import dev.sluice.resource.Upstream;
import dev.sluice.rollout.ReleaseHistory.Entry;
import dev.sluice.rollout.ReleaseHistory.Source;
import dev.sluice.translate.EndpointDemand;
import dev.sluice.wire.EncodedResource;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pcollections.PSortedMap;

/**
 * What a translation says of one fleet.
 *
 * @param told what leads from the translation before to this one; empty if that is not known, and must be looked for
 * @param versionOf resource version of an object that was translated; empty if it is gone
 */
record Newer(
        RouteTable table,
        PSortedMap<EndpointSetKey, EndpointDemand> demands,
        Freshness consumed,
        Optional<GivenChange> told,
        Instant at,
        Function<ObjectKey, Optional<String>> versionOf) {
    private static final int MAX_SOURCES = 16;

    GivenChange change(FleetReleases before) {
        return told.orElseGet(
                () -> GivenChange.between(before.live(), before.newest().demands(), table, demands));
    }

    Entry entry(Release before, Release after, TableChange change) {
        TableChange held = Flowing.held(change);
        Stream<Optional<Resource>> touched = Stream.concat(
                held.upserts().stream().map(Optional::of),
                held.removes().stream()
                        .map(key ->
                                Optional.ofNullable(before.routes().resources().get(key))));
        SortedSet<ObjectKey> objects = new TreeSet<>();
        touched.flatMap(Optional::stream)
                .map(Newer::source)
                .flatMap(Optional::stream)
                .forEach(objects::add);
        List<Source> sources = objects.stream()
                .limit(MAX_SOURCES)
                .map(object -> Source.of(object, versionOf.apply(object)))
                .toList();
        int changes = held.upserts().size() + held.removes().size();
        return new Entry(after, at, sources, objects.size() - sources.size(), changes, bytes(after, held));
    }

    private static long bytes(Release release, TableChange held) {
        return held.upserts().stream()
                .map(Resource::key)
                .map((ResourceKey key) -> release.encoded().get(key))
                .flatMap(Optional::stream)
                .mapToLong(EncodedResource::sentBytes)
                .sum();
    }

    private static Optional<ObjectKey> source(Resource resource) {
        Optional<ObjectKey> source = switch (resource) {
            case HttpRoute route -> Optional.of(route.source());
            case StreamRoute route -> Optional.of(route.source());
            case Listener listener -> Optional.of(listener.parent());
            case Upstream upstream -> Optional.of(upstream.service());
            default -> Optional.empty();
        };
        return Objects.requireNonNull(source);
    }
}
