package dev.sluice.api.event;

import akka.util.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The newest events, for followers that come again; bounded by count and bytes. Confined to the feed. */
final class Memory {
    private static final long MOST_BYTES = 4L << 20;

    /** @param number rises by one with each event */
    record Told(long number, String topic, ByteString text) {}

    private final String prefix;
    private final int most;
    private final Deque<Told> told = new ArrayDeque<>();
    private long bytes;
    private long last;
    private long forgotten;

    /** @param prefix of all ids of one run of one replica */
    Memory(String prefix, int most) {
        this.prefix = prefix;
        this.most = most;
    }

    Told add(Event event) {
        last++;
        Told next = new Told(last, event.topic(), ByteString.fromString(event.text(prefix + last)));
        told.addLast(next);
        bytes += next.text().size();
        while (told.size() > most || bytes > MOST_BYTES) {
            Told oldest = told.removeFirst();
            bytes -= oldest.text().size();
            forgotten = oldest.number();
        }
        return next;
    }

    /** The id of the newest event. */
    String newest() {
        return prefix + last;
    }

    /** What came after the event of that id; empty if that is not known any more, or is none of ours. */
    Optional<List<Told>> since(String id, Set<String> topics) {
        long number = number(id);
        if (number < forgotten || number > last) {
            return Optional.empty();
        }
        List<Told> missed = new ArrayList<>();
        for (Told each : told) {
            if (each.number() > number && (topics.isEmpty() || topics.contains(each.topic()))) {
                missed.add(each);
            }
        }
        return Optional.of(missed);
    }

    private long number(String id) {
        String digits = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
        boolean number = !digits.isEmpty()
                && digits.length() < 19
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return number ? Long.parseLong(digits) : -1;
    }
}
