package dev.sluice.cluster;

import com.typesafe.config.Config;
import java.util.List;

/**
 * What a {@link ClusterPart} is made of.
 *
 * @param config for its actor systems, without what {@code settings} and {@code platform} say
 * @param actors run in every incarnation
 * @param leadership is told when this replica's turn begins and ends
 */
public record ClusterParts(
        ClusterSettings settings, Config config, Platform platform, List<ClusterActor> actors, Leadership leadership) {
    public ClusterParts {
        actors = List.copyOf(actors);
    }
}
