package dev.sluice.rollout.kubernetes;

/**
 * Where ConfigMaps are.
 *
 * @param name of the one with the decision
 * @param maxReleaseBytes that one release may take, compressed
 * @param maxTotalBytes that all releases together may take, compressed
 */
public record ConfigMapSettings(String namespace, String name, long maxReleaseBytes, long maxTotalBytes) {}
