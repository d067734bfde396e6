package dev.sluice.publish;

import java.time.Clock;

/** What sessions are made with. */
public record SessionSettings(StreamSettings streams, Clock clock, Stages stages, Meters meters) {}
