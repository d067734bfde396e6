package dev.sluice.api.event;

import java.time.Duration;

/**
 * How changes are told to those who follow.
 *
 * @param streams that may be open at once
 * @param settle so long a change waits to be told together with what follows from it
 * @param pace so long after something was told nothing else is, and then together
 * @param queue batches of changes that may wait for a follower that does not read
 * @param remembered events for followers that come again
 * @param heartbeat so long nothing is said at most
 * @param longest a stream is ended then, and its follower is asked anew who he is
 */
public record FeedSettings(
        int streams, Duration settle, Duration pace, int queue, int remembered, Duration heartbeat, Duration longest) {}
