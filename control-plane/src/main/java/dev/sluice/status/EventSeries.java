package dev.sluice.status;

import java.time.Instant;

/**
 * The same note, as often as it was to be said: one Event whose count rises.
 *
 * @param name of the Event
 * @param count from 1
 */
public record EventSeries(EventNote note, String name, int count, Instant first, Instant last) {
    EventSeries again(Instant now) {
        return new EventSeries(note, name, count + 1, first, now);
    }
}
