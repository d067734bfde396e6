package dev.sluice.forward;

import dev.sluice.compile.ServingState;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.TlsSession;
import dev.sluice.tls.SecuredClient;
import dev.sluice.tls.Termination;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request came on a connection that is not good for it: made for another host, or by a client whom its host knows
 * no more.
 */
final class Misdirected {
    private Misdirected() {}

    /**
     * Why it is not good; null if it is. One comparison unless some host is strict about it; looks once into the hosts of TLS
     * then.
     */
    static @Nullable Reason reason(ServingState serving, RequestHead request, ClientConnection connection) {
        SecuredClient client = connection.tls();
        if (client == null) {
            return null;
        }
        TlsSession tls = client.session();
        if (!(tls.ownAuthoritiesOnly() || serving.strictAboutAuthorities())) {
            return null;
        }
        Termination asked = serving.tls().find(connection.logicalPort(), request.authority());
        if (asked == null) {
            return tls.ownAuthoritiesOnly() ? Reason.MISDIRECTED : null;
        }
        if (!madeFor(asked, tls)) {
            return tls.ownAuthoritiesOnly() || asked.ownAuthoritiesOnly() ? Reason.MISDIRECTED : null;
        }
        return client.admittedBy(asked) ? null : Reason.CLIENT_CERTIFICATE_LAPSED;
    }

    /** Not if the host has become strict since: it may ask clients what this one has never been asked. */
    private static boolean madeFor(Termination host, TlsSession tls) {
        return tls.host().isPresent()
                && tls.host().get().equals(host.key())
                && (tls.ownAuthoritiesOnly() || !host.ownAuthoritiesOnly());
    }
}
