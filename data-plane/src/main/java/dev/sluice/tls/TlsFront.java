package dev.sluice.tls;

import dev.sluice.http.Authority;
import dev.sluice.identity.KeyedChain;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an engine needs where TLS begins.
 *
 * @param settings of the data plane
 * @param answers of the state that is served; asked once a handshake
 * @param selfSigned for hosts that have no certificate; asked when the first client of such a host comes
 * @param sealing of session tickets
 * @param observer told of every handshake
 */
public record TlsFront(
        TlsSettings settings,
        Supplier<TlsAnswers> answers,
        Supplier<KeyedChain> selfSigned,
        TicketSealing sealing,
        HandshakeObserver observer) {

    /** The host that answers, or null if none does. */
    public @Nullable TlsAnswer answer(int port, Authority name) {
        TlsAnswer found = answers.get().answer(port, name);
        boolean unnamed = found instanceof Termination host && host.forAnyName();
        return unnamed && settings.strictNames() ? null : found;
    }

    /** Who answers a handshake. */
    @FunctionalInterface
    public interface TlsAnswers {
        /** Where no port speaks TLS. */
        TlsAnswers NONE = (port, name) -> null;

        /**
         * The most specific host for a server name, or null if none is for it.
         *
         * @param name empty if the client named none
         */
        @Nullable
        TlsAnswer answer(int port, Authority name);
    }

    /** Told in the lane, once for each connection that came to a port of TLS. */
    @FunctionalInterface
    public interface HandshakeObserver {
        /** @param nanos from the connection's first moment to the end of its handshake */
        void ended(HandshakeEnd end, long nanos);
    }
}
