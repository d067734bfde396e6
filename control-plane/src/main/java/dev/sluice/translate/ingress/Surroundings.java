package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.state.ClusterState;
import dev.sluice.translate.secret.SecretStanding;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an Ingress is read against.
 *
 * @param classes what a class means; empty if there is none of that name
 * @param secrets what a Secret is good for; empty if there is none of that name
 * @param fallback where the default backend of {@link IngressSettings} leads; empty if none is set
 */
public record Surroundings(
        IngressSettings settings,
        ClusterState state,
        Function<ObjectKey, Optional<ClassStanding>> classes,
        Function<ObjectKey, Optional<SecretStanding>> secrets,
        Optional<Destination> fallback) {}
