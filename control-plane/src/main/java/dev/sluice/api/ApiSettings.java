package dev.sluice.api;

import dev.sluice.access.AccessSettings;
import dev.sluice.api.event.FeedSettings;

/**
 * Where the status API listens, and who may ask it.
 *
 * @param port 0 chooses a free one
 * @param events how changes are told to those who follow
 */
public record ApiSettings(String host, int port, AccessSettings access, FeedSettings events) {}
