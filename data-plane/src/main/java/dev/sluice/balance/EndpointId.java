package dev.sluice.balance;

import dev.sluice.resource.IpAddress;
import dev.sluice.resource.Upstream.ProxyProtocol;
import org.jspecify.annotations.Nullable;

/**
 * What makes two endpoints the same one, whatever route or version names them.
 *
 * @param profile how it is spoken to (protocol, TLS); connections of different profiles are never shared
 */
public record EndpointId(IpAddress address, int port, String profile) {
    /** Plain HTTP/1.1. */
    public static final String PLAIN = "http1";

    /** HTTP/2 without TLS. */
    public static final String H2C = "h2c";

    private static final String PROXY_V1 = "+proxy-v1";
    private static final String PROXY_V2 = "+proxy-v2";

    /** The profile of those who are told by a PROXY header for whom each connection is. */
    public static String proxied(String profile, ProxyProtocol version) {
        return profile
                + switch (version) {
                    case V1 -> PROXY_V1;
                    case V2 -> PROXY_V2;
                };
    }

    /** {@code 10.0.0.1:8080} or {@code [2001:db8::1]:8080}. */
    public String authority() {
        return (address.ipv6() ? "[" + address.text() + "]" : address.text()) + ":" + port;
    }

    /** What each connection begins with, or null. */
    @Nullable
    ProxyProtocol proxyProtocol() {
        if (profile.startsWith(PLAIN + PROXY_V1)) {
            return ProxyProtocol.V1;
        }
        return profile.startsWith(PLAIN + PROXY_V2) ? ProxyProtocol.V2 : null;
    }

    /** Whether one connection carries many requests: profiles of HTTP/2 begin with {@code h2}. */
    public boolean multiplexed() {
        return profile.startsWith("h2");
    }
}
