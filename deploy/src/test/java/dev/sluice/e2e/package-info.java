/**
 * The packaged command as a user runs it: real processes, real sockets, real files.
 * Begin with {@link dev.sluice.e2e.SluiceProcess}.
 */
@NullMarked
package dev.sluice.e2e;

import org.jspecify.annotations.NullMarked;
