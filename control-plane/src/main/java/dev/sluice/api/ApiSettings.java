package dev.sluice.api;

/**
 * Where the status API listens.
 *
 * @param port 0 chooses a free one
 */
public record ApiSettings(String host, int port) {}
