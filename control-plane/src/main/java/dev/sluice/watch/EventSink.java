package dev.sluice.watch;

import dev.sluice.state.ObjectEvent;

/**
 * Takes what a source has seen. Called from the source's own threads: events of one watch in order and one at a time,
 * events of different watches concurrently. The call may wait to slow the source down; a source keeps no queue of its own.
 */
@FunctionalInterface
public interface EventSink {
    void accept(ObjectEvent event);
}
