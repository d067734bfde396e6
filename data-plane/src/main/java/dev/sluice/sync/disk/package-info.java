/**
 * The last good state on disk: one file a cluster, fleet and format, written atomically, loaded at start and never trusted
 * without its checksum. Depends on the wire form of resources, not on what they mean.
 * Begin with {@link dev.sluice.sync.disk.StateFolder}; the bytes are in {@code StateFormat}.
 */
@NullMarked
package dev.sluice.sync.disk;

import org.jspecify.annotations.NullMarked;
