package dev.sluice.resource;

import dev.sluice.key.ResourceKey.TrustBundleKey;

/** Certificate authorities against which a peer is verified, in PEM. */
public record TrustBundle(TrustBundleKey key, String certificatesPem) implements Resource {}
