package dev.sluice.dataplane;

import dev.sluice.forward.Explain.Asked;
import dev.sluice.key.Version;
import dev.sluice.observe.RequestFacts;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Explained;
import java.util.List;

/** What is told of requests that have ended: what became of them, and how the newest would be decided now. */
final class Remembered {
    private Remembered() {}

    /**
     * @param version that is served now
     * @param found newest first
     */
    static Explained told(Explanations now, Version version, List<RequestFacts> found) {
        Explained.Builder told = found.isEmpty()
                ? Explained.newBuilder().setVersion(WireCodec.toWire(version))
                : now.explain(again(found.get(0)));
        found.forEach(facts -> told.addHappened(happened(facts)));
        return told.build();
    }

    /** The same request, as far as it is remembered: without query and fields. */
    private static Asked again(RequestFacts facts) {
        return new Asked(facts.method(), facts.scheme(), facts.host(), facts.path(), List.of(), facts.port());
    }

    private static Explained.Happened happened(RequestFacts facts) {
        Explained.Happened.Builder told = Explained.Happened.newBuilder()
                .setEndedAtEpochMilli(facts.endedAt().toEpochMilli())
                .setMethod(facts.method())
                .setScheme(facts.scheme())
                .setHost(facts.host())
                .setPath(facts.path())
                .setPathCut(facts.pathCut())
                .setPort(facts.port())
                .setOutcome(Explanations.outcome(facts.reason()))
                .setStatus(facts.status())
                .setAttempts(facts.attempts())
                .setDurationMicros(facts.duration().toNanos() / 1000);
        facts.route().ifPresent(route -> told.setRoute(route.id()));
        facts.endpoint().ifPresent(told::setEndpoint);
        facts.version().ifPresent(version -> told.setVersion(WireCodec.toWire(version)));
        return told.build();
    }
}
