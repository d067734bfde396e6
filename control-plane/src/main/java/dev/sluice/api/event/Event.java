package dev.sluice.api.event;

/**
 * A change that is told.
 *
 * @param topic in lower case, for followers to choose by
 * @param json in one line
 */
public record Event(String topic, String json) {
    /** As it goes over the wire (HTML, section 9.2.5), without an id if that is empty. */
    String text(String id) {
        return (id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + topic + "\ndata: " + json + "\n\n";
    }
}
