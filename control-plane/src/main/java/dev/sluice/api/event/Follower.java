package dev.sluice.api.event;

import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.util.ByteString;
import java.util.Set;

/** One open stream. What does not fit its queue is dropped, and it is told so as soon as it reads again. Confined to the feed. */
final class Follower {
    private final Set<String> topics;
    private final BoundedSourceQueue<ByteString> queue;
    private long dropped;

    /** @param topics none for all */
    Follower(Set<String> topics, BoundedSourceQueue<ByteString> queue) {
        this.topics = Set.copyOf(topics);
        this.queue = queue;
    }

    boolean follows(String topic) {
        return topics.isEmpty() || topics.contains(topic);
    }

    /** Follows everything, so that it can be given what others are. */
    boolean all() {
        return topics.isEmpty();
    }

    /**
     * Gives it these events, without waiting.
     *
     * @param id of the newest of them
     * @return how many were dropped
     */
    int tell(ByteString text, int events, String id) {
        ByteString next = dropped == 0 ? text : ByteString.fromString(reset(id)).concat(text);
        boolean taken = queue.offer(next) == QueueOfferResult.enqueued();
        dropped = taken ? 0 : dropped + events;
        return taken ? 0 : events;
    }

    /** Whoever lost something has nothing to gain from a heartbeat in its queue. */
    void beat(ByteString comment) {
        if (dropped == 0) {
            queue.offer(comment);
        }
    }

    private String reset(String id) {
        String json = "{\"reason\":\"this stream was not read as fast as things changed\",\"dropped\":" + dropped + "}";
        return new Event("reset", json).text(id);
    }

    void end() {
        queue.complete();
    }
}
