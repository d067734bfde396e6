/**
 * What a Secret is good for: certificates with their keys, and authorities, checked once for each content of the Secret.
 * Pure; depends on {@code state}, the protocol's {@code key}, {@code resource} and its reader of PEM, and never puts the
 * content of a Secret into a text.
 * Begin with {@link dev.sluice.translate.secret.SecretStanding}.
 */
@NullMarked
package dev.sluice.translate.secret;

import org.jspecify.annotations.NullMarked;
