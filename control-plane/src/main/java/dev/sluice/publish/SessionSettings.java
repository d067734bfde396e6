package dev.sluice.publish;

import dev.sluice.replica.ReplicaId;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What sessions are made with.
 *
 * @param answers runs what follows a data plane's answer to a command
 */
public record SessionSettings(
        StreamSettings streams,
        Clock clock,
        Stages stages,
        OpenStreams open,
        Executor answers,
        Meters meters,
        Ahead ahead,
        ReplicaId self) {}
