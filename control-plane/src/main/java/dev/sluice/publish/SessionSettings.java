package dev.sluice.publish;

import dev.sluice.replica.ReplicaId;
import java.time.Clock;

/** What sessions are made with. */
public record SessionSettings(
        StreamSettings streams,
        Clock clock,
        Stages stages,
        OpenStreams open,
        Meters meters,
        Ahead ahead,
        ReplicaId self) {
    /** Of a replica that is alone. */
    public SessionSettings(StreamSettings streams, Clock clock, Stages stages, Meters meters) {
        this(streams, clock, stages, new OpenStreams(), meters, Ahead.UNHEARD, new ReplicaId("", 0));
    }
}
