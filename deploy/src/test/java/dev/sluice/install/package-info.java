/**
 * What operators install, held against what it installs: the Kustomize tree is rendered, read strictly, and compared with the
 * code's ports, flags, settings, times and calls of the API server. May use anything; begin reading at {@link Kustomization}.
 */
@NullMarked
package dev.sluice.install;

import org.jspecify.annotations.NullMarked;
