/**
 * The processes that are compared: backend, nginx, HAProxy and the data planes of Sluice, each loaded with the same routes and
 * the same certificate. Depends on programs of the machine (nginx, haproxy, openssl) and on the packaged {@code ./sluice}; on
 * loopback only. Begin with {@link dev.sluice.bench.load.peer.Site}.
 */
@NullMarked
package dev.sluice.bench.load.peer;

import org.jspecify.annotations.NullMarked;
