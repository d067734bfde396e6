package dev.sluice.match;

import dev.sluice.resource.StreamRoute;

/** A rule for connections whose bytes are not read, with everything looked up that can be looked up beforehand. */
public record CompiledStream(StreamRoute route, CompiledAction action) {}
