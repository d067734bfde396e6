package dev.sluice.sync;

import dev.sluice.key.HostName;
import dev.sluice.resource.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks DNS. Never blocks; answers in a thread of its own. */
public interface NameResolver extends AutoCloseable {
    /**
     * What DNS said.
     *
     * @param addresses A and AAAA records, in the order of the answer
     * @param timeToLive the least of the records; how long the answer holds
     */
    record Answer(List<IpAddress> addresses, Duration timeToLive) {
        public Answer {
            addresses = List.copyOf(addresses);
        }
    }

    /** All addresses of a name; fails if the name does not exist or no server answers in time. */
    CompletionStage<Answer> resolve(HostName name);

    @Override
    void close();
}
