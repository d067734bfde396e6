/**
 * The composition root of the control plane: its settings, its guardian, and how it is started and stopped.
 * Depends on every other package of the module; nothing depends on it but the command line.
 * Begin with {@link dev.sluice.controlplane.ControlPlane}.
 */
@NullMarked
package dev.sluice.controlplane;

import org.jspecify.annotations.NullMarked;
