/**
 * The admin port: health, readiness, metrics, the state of every stage, and draining. Depends on the JDK and on what the
 * composition shows through {@link dev.sluice.admin.AdminView}; on no stage.
 * Begin with {@link dev.sluice.admin.AdminServer}.
 */
@NullMarked
package dev.sluice.admin;

import org.jspecify.annotations.NullMarked;
