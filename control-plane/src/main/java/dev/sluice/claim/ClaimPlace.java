package dev.sluice.claim;

/**
 * Where a control plane meets others.
 *
 * @param watched the one namespace whose Ingresses it sees; empty for all
 */
public record ClaimPlace(ClaimTarget target, String watched) {}
