/**
 * Finds the rule for a request: port, most specific listener, host, then the rules of that host in the order of
 * {@link dev.sluice.resource.RoutePrecedence}, at a cost that grows neither with the number of hosts nor of rules. Owns the
 * persistent index and the compiled form of rules; may depend on {@code policy}, {@code balance}, {@code http} and the
 * protocol model. Begin with {@link dev.sluice.match.RouteIndex} and {@link dev.sluice.match.HostRoutes}.
 */
@NullMarked
package dev.sluice.match;

import org.jspecify.annotations.NullMarked;
