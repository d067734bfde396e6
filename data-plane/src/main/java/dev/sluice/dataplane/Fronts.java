package dev.sluice.dataplane;

import dev.sluice.observe.HandshakeMetrics;
import dev.sluice.sync.Serving;
import dev.sluice.tls.SelfSigned;
import dev.sluice.tls.TicketSealing;
import dev.sluice.tls.TlsFront;
import dev.sluice.tls.TlsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** Makes what answers handshakes from whatever serving state is in force. */
final class Fronts {
    private Fronts() {}

    static TlsFront of(TlsSettings settings, Serving serving, MeterRegistry meters) {
        return new TlsFront(
                settings,
                () -> serving.current()::answer,
                SelfSigned.make(InstantSource.system().instant()),
                new TicketSealing(
                        () -> serving.current().ticketSecrets(),
                        System::nanoTime,
                        settings.keyLife().toNanos()),
                new HandshakeMetrics(meters));
    }
}
