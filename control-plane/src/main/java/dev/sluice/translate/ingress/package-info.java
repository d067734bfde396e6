/**
 * Ingress v1 and IngressClass to the letter: whose an Ingress is, what each of its rules means, what its annotations ask.
 * Pure; depends on {@code state}, {@code translate.fragment} and the protocol's {@code key} and {@code resource}.
 * Begin with {@link dev.sluice.translate.ingress.IngressTranslator}.
 */
@NullMarked
package dev.sluice.translate.ingress;

import org.jspecify.annotations.NullMarked;
