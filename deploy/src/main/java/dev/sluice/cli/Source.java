package dev.sluice.cli;

import dev.sluice.watch.ObjectSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * Where objects come from.
 *
 * @param client of the API server, if there is one: statuses are written through it
 * @param watched the one namespace that is watched; empty for all
 */
record Source(ObjectSource objects, Optional<KubernetesClient> client, String watched) {}
