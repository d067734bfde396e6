package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.publish.Sample;
import dev.sluice.receipt.book.Changes;
import dev.sluice.state.ObservedIngress;
import dev.sluice.status.EventSeries;
import dev.sluice.status.LiveMark;
import dev.sluice.status.MarkTarget;
import dev.sluice.status.ReceiptTargets;
import dev.sluice.status.StatusTarget.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Annotations and Events of a whole control plane, with an API server that shows it its own writing. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ReceiptAnnotationTest {
    private final BlockingQueue<LiveMark> marks = new LinkedBlockingQueue<>();
    private final BlockingQueue<EventSeries> events = new LinkedBlockingQueue<>();
    private volatile ObservedIngress stored = web("4", 1, "web.example");

    @Test
    void oneEditMakesOneAnnotationAndOneEventAndNothingFollows() throws Exception {
        CompletableFuture<Running> here = new CompletableFuture<>();
        MarkTarget target = (mark, leading) -> {
            here.join().source.seen(rewritten());
            marks.add(mark); // last: the test goes on from here, with what is stored
            return new Outcome.Written();
        };
        ReceiptTargets targets = new ReceiptTargets(
                (series, leading) -> {
                    events.add(series);
                    return new Outcome.Written();
                },
                target);
        try (Running running = new Running(
                Map.of("receipts.annotations.rest", "1ms", "receipts.annotations.pause", "1ms"),
                Optional.empty(),
                Optional.of(targets))) {
            here.complete(running);
            running.source.begin(Sample.ingressClass(), Sample.slice("web", "10.0.0.1"), Sample.service("web"), stored);
            try (StreamClient plane = running.connect("n1")) {
                plane.applyNext();
                assertThat(mark().generation()).isEqualTo(1);

                stored = web("200", 2, "a.example");
                running.source.seen(stored);
                plane.applyNext();
                LiveMark mark = mark();
                assertThat(mark.generation()).isEqualTo(2);
                assertThat(mark.resourceVersion()).isEqualTo("200");
                EventSeries event = events.poll(30, TimeUnit.SECONDS);
                assertThat(event).isNotNull();
                assertThat(event.note().reason()).isEqualTo("Live");
                assertThat(event.note().message())
                        .startsWith("resourceVersion 200 (generation 2) is live on 1 of 1 data plane of fleet default");

                // What was written has been seen; the next change is the next that anything is made of.
                Awaitility.await()
                        .until(() -> running.plane
                                .stages()
                                .state()
                                .flatMap(state -> state.ingress(stored.key()))
                                .filter(seen -> seen.meta().resourceVersion().equals("201"))
                                .isPresent());
                stored = web("300", 3, "b.example");
                running.source.seen(stored);
                plane.applyNext();
                assertThat(mark().generation()).isEqualTo(3);
                assertThat(events.poll(30, TimeUnit.SECONDS))
                        .isNotNull()
                        .satisfies(one -> assertThat(one.note().message()).contains("generation 3"));
                assertThat(marks).isEmpty();
                assertThat(events).isEmpty();
            }
        }
    }

    private ObservedIngress rewritten() {
        ObservedIngress before = stored;
        long next = Long.parseLong(before.meta().resourceVersion()) + 1;
        ObservedIngress after = before.withMeta(Changes.ingress(
                        "web",
                        Long.toString(next),
                        before.meta().generation(),
                        before.meta().annotations())
                .meta());
        stored = after;
        return after;
    }

    private LiveMark mark() throws InterruptedException {
        LiveMark mark = marks.poll(30, TimeUnit.SECONDS);
        assertThat(mark).isNotNull();
        return mark;
    }

    private static ObservedIngress web(String version, long generation, String host) {
        ObservedIngress meta = Changes.ingress("web", version, generation, Map.of("sluice.dev/receipts", "true"));
        return Sample.ingress("web", host, "web").withMeta(meta.meta());
    }
}
