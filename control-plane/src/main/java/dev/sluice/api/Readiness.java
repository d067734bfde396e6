package dev.sluice.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import dev.sluice.key.WatchKey;
import dev.sluice.publish.Stages;
import dev.sluice.state.Watches;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code /readyz}: whether data planes can be served; if not, why not yet. */
final class Readiness {
    private final Stages stages;

    Readiness(Stages stages) {
        this.stages = stages;
    }

    HttpResponse answer() {
        return stages.ready() ? Replies.text("ready\n") : Replies.text(StatusCodes.SERVICE_UNAVAILABLE, waitingFor());
    }

    private String waitingFor() {
        Stream<Watches> all = Stream.concat(
                stages.state().map(state -> state.watches()).stream(),
                stages.endpoints().map(state -> state.watches()).stream());
        String unanswered = all.flatMap(watches -> watches.required().stream()
                        .filter(key -> !watches.state(key).answered()))
                .map(WatchKey::toString)
                .collect(Collectors.joining(", "));
        Optional<String> failure = Optional.of(stages.translationFailure()).filter(text -> !text.isEmpty());
        if (!unanswered.isEmpty()) {
            return "not ready: not synced yet: " + unanswered + "\n";
        }
        if (stages.awaitingPeers()) {
            return "not ready: the other replicas have not said yet what they remember\n";
        }
        return failure.map(text -> "not ready: translation fails: " + text + "\n")
                .orElse("not ready: nothing has been published yet\n");
    }
}
