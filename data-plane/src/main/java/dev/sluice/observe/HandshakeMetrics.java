package dev.sluice.observe;

import dev.sluice.tls.HandshakeEnd;
import dev.sluice.tls.TlsFront;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How TLS handshakes with clients ended, and how long they took. Safe for every lane. */
public final class HandshakeMetrics implements TlsFront.HandshakeObserver {
    private final Map<HandshakeEnd, Timer> timers = new EnumMap<>(HandshakeEnd.class);

    public HandshakeMetrics(MeterRegistry registry) {
        for (HandshakeEnd end : HandshakeEnd.values()) {
            timers.put(
                    end,
                    Timer.builder("sluice.tls.handshakes")
                            .description(
                                    "TLS handshakes with clients, from the connection's first moment to their end.")
                            .tag("end", end.text())
                            .register(registry));
        }
    }

    @Override
    public void ended(HandshakeEnd end, long nanos) {
        Timer timer = timers.get(end);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
