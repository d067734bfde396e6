package dev.sluice.receipt.book;

import dev.sluice.key.ObjectKey;
import dev.sluice.receipt.book.Answer.FleetStanding;
import dev.sluice.receipt.book.Answer.Verdict;
import dev.sluice.state.ObservedObject;
import java.util.List;
import java.util.Optional;

/** Answers whether an object has disappeared from every data plane. */
record RemovalAnswers(Receipts receipts, Observed observed, int mostMissing) {
    Answer answer(Question question) {
        ObjectKey object = question.object();
        Optional<ObservedObject> now = observed.object(object);
        if (now.isPresent()) {
            return there(question, now.get().meta().uid());
        }
        Optional<Removal> removal = receipts.removals()
                .of(object)
                .filter(known -> question.uid()
                        .filter(asked -> !asked.equals(known.uid()))
                        .isEmpty());
        if (removal.isPresent()) {
            return answer(object, removal.get());
        }
        return receipts.book().of(object).isPresent()
                ? Answer.without(object, Verdict.NOT_SEEN, "", "its deletion has been seen and is not translated yet")
                : Answer.without(object, Verdict.UNKNOWN, "", "nothing was made from such an object lately");
    }

    private static Answer there(Question question, String uid) {
        boolean other = question.uid().filter(asked -> !asked.equals(uid)).isPresent();
        return other
                ? Answer.without(
                        question.object(), Verdict.REPLACED, uid, "the object of this name has another uid: " + uid)
                : Answer.without(question.object(), Verdict.NOT_SEEN, uid, "its deletion has not been seen");
    }

    private Answer answer(ObjectKey object, Removal removal) {
        Subject subject = new Subject(object, removal.watch(), removal.number(), removal.from());
        List<FleetStanding> fleets = receipts.fleets(subject, mostMissing);
        boolean removed = fleets.stream().allMatch(fleet -> fleet.live() == fleet.of());
        return new Answer(
                object,
                removed ? Verdict.REMOVED : Verdict.NOT_REMOVED,
                removal.uid(),
                "",
                0,
                Optional.of(removal.translated()),
                Optional.empty(),
                removed
                        ? "it was deleted, and no data plane serves anything made from it"
                        : "it was deleted, and the data planes that are named may serve it yet",
                fleets);
    }
}
