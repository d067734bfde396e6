package dev.sluice.forward;

import dev.sluice.compile.ServingState;
import dev.sluice.http.RequestHead;
import dev.sluice.http.TlsSession;
import dev.sluice.tls.Termination;

/** Whether a request came on a connection that was made for another host and is not good for it. */
final class Misdirected {
    private Misdirected() {}

    /** One comparison unless some host is strict about it; looks once into the hosts of TLS then. */
    static boolean is(ServingState serving, RequestHead request, int port) {
        TlsSession tls = request.tls();
        if (tls == null || !(tls.ownAuthoritiesOnly() || serving.strictAboutAuthorities())) {
            return false;
        }
        Termination asked = serving.tls().find(port, request.authority());
        if (asked == null) {
            return tls.ownAuthoritiesOnly();
        }
        boolean same = tls.host().isPresent() && tls.host().get().equals(asked.key());
        return !same && (tls.ownAuthoritiesOnly() || asked.ownAuthoritiesOnly());
    }
}
