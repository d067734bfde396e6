package dev.sluice.dataplane;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a data plane follows another one on this machine.
 *
 * @param socket where listening sockets are handed over; empty where they are not
 * @param patience with a configuration that is to come before anything is taken
 */
public record HandoverSettings(Optional<Path> socket, Duration patience) {}
