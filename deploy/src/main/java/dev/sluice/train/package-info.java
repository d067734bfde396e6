/**
 * Training runs: a plane that is started for a moment on loopback with a configuration of its own, speaks with one of the other
 * kind and is asked what planes are asked, so that the JVM can record what that needs (JEP 483, 514, 515). Depends on both planes'
 * models and on the last good state on disk; what runs a plane is given to it.
 * Begin with {@link dev.sluice.train.TrainingRun}.
 */
@NullMarked
package dev.sluice.train;

import org.jspecify.annotations.NullMarked;
