package dev.sluice.receipt.book;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.WatchKey;
import dev.sluice.receipt.book.Answer.FleetStanding;
import dev.sluice.receipt.book.Answer.Verdict;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedSlice;
import dev.sluice.translate.Contribution;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers for endpoints. They churn, so no receipt is kept of them: what data planes have consumed answers for them. */
record SliceAnswers(Receipts receipts, Observed observed, int mostMissing) {
    Answer answer(Question question) {
        Optional<ObservedSlice> found = observed.slice(question.object());
        if (found.isEmpty()) {
            return Answer.without(question.object(), Verdict.UNKNOWN, "", "no such object has been seen");
        }
        Meta meta = found.get().meta();
        if (question.uid().filter(asked -> !asked.equals(meta.uid())).isPresent()) {
            return Answer.without(
                    question.object(),
                    Verdict.REPLACED,
                    meta.uid(),
                    "the object of this name has another uid: " + meta.uid());
        }
        Optional<Subject> subject = subject(found.get());
        List<FleetStanding> fleets =
                subject.map(asked -> receipts.fleets(asked, mostMissing)).orElse(List.of());
        long asked = question.resourceVersion().orElse(0);
        boolean unseen = asked > consumed(question.object());
        return new Answer(
                question.object(),
                unseen ? Verdict.NOT_SEEN : Receipts.verdict(fleets),
                meta.uid(),
                meta.resourceVersion(),
                meta.generation(),
                Optional.empty(),
                Optional.empty(),
                unseen ? "resourceVersion " + asked + " has not been seen yet" : note(found.get(), fleets),
                fleets);
    }

    private static String note(ObservedSlice slice, List<FleetStanding> fleets) {
        return fleets.isEmpty() ? Notes.unused(slice) : "";
    }

    private Optional<Subject> subject(ObservedSlice slice) {
        long consumed = consumed(slice.key());
        return watch(slice.key())
                .map(watch -> new Subject(
                        slice.key(),
                        watch,
                        Numbers.of(slice.meta().resourceVersion()).orElse(consumed),
                        made(slice)));
    }

    /** Of its Service the endpoints alone. */
    private Contribution made(ObservedSlice slice) {
        Contribution service =
                receipts.made(ObjectKey.of(ObjectKind.SERVICE, slice.key().namespace(), slice.service()));
        Set<ResourceKey> endpoints = service.resources().stream()
                .filter(ResourceKey.EndpointSetKey.class::isInstance)
                .collect(Collectors.toSet());
        return new Contribution(service.fleets(), endpoints);
    }

    private Optional<WatchKey> watch(ObjectKey slice) {
        return observed.endpoints().flatMap(state -> state.watches().watchOf(slice));
    }

    private long consumed(ObjectKey slice) {
        return watch(slice)
                .flatMap(watch -> observed.endpoints()
                        .map(state -> state.freshness().consumed().getOrDefault(watch, 0L)))
                .orElse(0L);
    }
}
