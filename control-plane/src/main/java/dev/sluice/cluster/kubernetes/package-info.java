/**
 * What an API server gives to a cluster of replicas: the addresses of the others from a headless Service, and Leases.
 * Depends on {@code cluster}, Akka's seams for discovery and leases, and fabric8's client, which reloads its token itself.
 * Begin with {@link dev.sluice.cluster.kubernetes.KubernetesPlatform}.
 */
@NullMarked
package dev.sluice.cluster.kubernetes;

import org.jspecify.annotations.NullMarked;
