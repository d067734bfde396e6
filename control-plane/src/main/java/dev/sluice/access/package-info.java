/**
 * Who may ask the status API what: reading and writing are apart. Depends on nothing of the other stages; the API asks a
 * {@link dev.sluice.access.Gate} before it answers, and what an API server says of a token is asked in {@code kubernetes}.
 * Begin with {@link dev.sluice.access.Gate}.
 */
@NullMarked
package dev.sluice.access;

import org.jspecify.annotations.NullMarked;
