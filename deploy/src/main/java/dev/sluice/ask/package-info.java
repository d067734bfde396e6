/**
 * The commands that ask a running control plane: a client of its status API, and what people and scripts are shown.
 * May depend on the JDK, Jackson and picocli alone: of the planes it knows nothing but their OpenAPI document.
 * Begin with {@link dev.sluice.ask.Commands}, then {@link dev.sluice.ask.Asking}.
 */
@NullMarked
package dev.sluice.ask;

import org.jspecify.annotations.NullMarked;
