/**
 * The {@code sluice} command: flags in, planes started, one line for every error of the user.
 * May depend on everything; holds no logic of its own beyond wiring and printing.
 * Begin with {@link dev.sluice.cli.Sluice}.
 */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
