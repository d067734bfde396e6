package dev.sluice.dataplane;

import dev.sluice.identity.KeyedChain;
import dev.sluice.observe.HandshakeMetrics;
import dev.sluice.sync.Serving;
import dev.sluice.tls.TicketSealing;
import dev.sluice.tls.TlsFront;
import dev.sluice.tls.TlsSettings;
import io.micrometer.core.instrument.MeterRegistry;

/** Makes what answers handshakes from whatever serving state is in force. */
final class Fronts {
    private Fronts() {}

    /** @param selfSigned the certificate of hosts that have none */
    static TlsFront of(TlsSettings settings, Prepared<KeyedChain> selfSigned, Serving serving, MeterRegistry meters) {
        return new TlsFront(
                settings,
                () -> serving.current()::answer,
                selfSigned,
                new TicketSealing(
                        () -> serving.current().ticketSecrets(),
                        System::nanoTime,
                        settings.keyLife().toNanos()),
                new HandshakeMetrics(meters));
    }
}
