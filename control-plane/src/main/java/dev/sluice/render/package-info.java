/**
 * Manifests to a translation in one step, and a translation as text for people: what {@code ./sluice translate} prints and
 * golden tests compare. Pure; depends on {@code translate}, {@code state} and {@code watch.manifest}.
 * Begin with {@link dev.sluice.render.OfflineTranslation}.
 */
@NullMarked
package dev.sluice.render;

import org.jspecify.annotations.NullMarked;
