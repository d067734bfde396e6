/**
 * What one object contributes to the tables, whatever API it is written in: claims on requests, on the TLS of hosts, upstreams, problems.
 * Pure; depends on {@code state} and the protocol's {@code key} and {@code resource}.
 * Begin with {@link dev.sluice.translate.fragment.Fragment}.
 */
@NullMarked
package dev.sluice.translate.fragment;

import org.jspecify.annotations.NullMarked;
