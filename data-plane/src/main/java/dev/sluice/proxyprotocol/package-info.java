/**
 * The PROXY protocol of HAProxy, versions 1 and 2, read strictly and written. Pure: bytes in, values out; depends on the JDK
 * and on {@code resource.IpAddress}. Begin with {@link dev.sluice.proxyprotocol.ProxyHeaderReader}.
 *
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">the PROXY protocol</a>
 */
@NullMarked
package dev.sluice.proxyprotocol;

import org.jspecify.annotations.NullMarked;
