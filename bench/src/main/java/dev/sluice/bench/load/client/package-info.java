/**
 * What loads the proxies: wrk and h2load as processes; and what they cannot do, on Netty: a fixed schedule, a TLS handshake for
 * each request, thousands of idle connections. Depends on no proxy. Begin with {@link dev.sluice.bench.load.client.OpenLoop}.
 */
@NullMarked
package dev.sluice.bench.load.client;

import org.jspecify.annotations.NullMarked;
