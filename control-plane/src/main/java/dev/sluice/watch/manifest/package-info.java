/**
 * A directory of manifests as a source of objects: reading YAML and JSON, deciding between files, doing what an API
 * server's admission would have done, and watching the files. Depends on {@code watch}, {@code watch.narrow} and
 * {@code state}; the only user of SnakeYAML.
 * Begin with {@link dev.sluice.watch.manifest.ManifestReader}.
 */
@NullMarked
package dev.sluice.watch.manifest;

import org.jspecify.annotations.NullMarked;
