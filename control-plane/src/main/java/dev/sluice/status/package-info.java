/**
 * Writes to the API server what users look at there: {@code status.loadBalancer} of Ingresses, Events, and the annotations
 * of those that ask for them. Depends on {@code translate} (what should be written), Akka Typed and, in the clients alone,
 * fabric8. Begin with {@link dev.sluice.status.StatusWriter}.
 */
@NullMarked
package dev.sluice.status;

import org.jspecify.annotations.NullMarked;
