package dev.sluice.api;

import dev.sluice.access.AccessSettings;

/**
 * Where the status API listens, and who may ask it.
 *
 * @param port 0 chooses a free one
 */
public record ApiSettings(String host, int port, AccessSettings access) {}
