/**
 * Puts a data plane together: settings, engine, pipeline, sync, admin port, and the order in which they start and end.
 * Depends on every stage; no stage depends on it.
 * Begin with {@link dev.sluice.dataplane.DataPlane}.
 */
@NullMarked
package dev.sluice.dataplane;

import org.jspecify.annotations.NullMarked;
