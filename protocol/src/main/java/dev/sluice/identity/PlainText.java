package dev.sluice.identity;

import dev.sluice.resource.IpAddress;
import java.util.Locale;

/** Where plain text needs no asking for. */
public final class PlainText {
    private PlainText() {}

    /**
     * Whether what is sent to, or accepted at, that host stays on this machine. Names are not resolved: only {@code
     * localhost} (RFC 6761, section 6.3) is one of this machine, whatever else a resolver says.
     *
     * @param host an IP address (IPv6 with or without brackets) or a name
     */
    public static boolean staysHere(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        String lower = bare.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.endsWith(".localhost")
                || IpAddress.parse(bare)
                        .filter(address -> address.toInetAddress().isLoopbackAddress())
                        .isPresent();
    }
}
