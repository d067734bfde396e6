/**
 * Writes {@code status.loadBalancer} of Ingresses to the API server, and nothing else.
 * Depends on {@code translate} (what should be written), Akka Typed and, in one class, fabric8.
 * Begin with {@link dev.sluice.status.StatusWriter}.
 */
@NullMarked
package dev.sluice.status;

import org.jspecify.annotations.NullMarked;
