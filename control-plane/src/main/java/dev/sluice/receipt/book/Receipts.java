package dev.sluice.receipt.book;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.receipt.book.Answer.FleetStanding;
import dev.sluice.receipt.book.Answer.Missing;
import dev.sluice.receipt.book.Answer.Serving;
import dev.sluice.receipt.book.Answer.Verdict;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedObject;
import dev.sluice.translate.Contribution;
import dev.sluice.translate.Translation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that answers need, at one moment. A value.
 *
 * <p>A state of an object is live on a data plane if what the data plane has acknowledged contains it, and it refuses no
 * resource made from the object. It is live if it is so on every data plane of the fleets that depend on the object, and
 * each of these fleets has one.
 *
 * @param state that was translated last; empty before the first
 */
public record Receipts(
        Book book, Removals removals, Optional<ClusterState> state, Translation translation, Outlook outlook) {
    public static final Receipts NONE =
            new Receipts(Book.EMPTY, Removals.NONE, Optional.empty(), Translation.NONE, Outlook.NOTHING);

    /** After a translation of that state, whose touched objects are told. */
    public Receipts translated(ClusterState now, Translation translated, Instant at) {
        return new Receipts(
                book.translated(now, at),
                removals.after(now, this, at),
                Optional.of(now.settled()),
                translated,
                outlook);
    }

    public Receipts with(Book next) {
        return new Receipts(next, removals, state, translation, outlook);
    }

    public Receipts with(Outlook next) {
        return new Receipts(book, removals, state, translation, next);
    }

    /** What it is asked of an object's newest receipt; empty if it has none, or is not watched any more. */
    public Optional<Subject> subject(ObjectKey object) {
        Optional<WatchKey> watch = state.flatMap(known -> known.watches().watchOf(object));
        return watch.flatMap(through -> book.of(object)
                .map(receipt -> new Subject(object, through, receipt.number(), translation.contribution(object))));
    }

    /** How far the object's newest receipt has come; what is not watched any more goes nowhere. */
    Book.Reach reach(ObjectKey object, Floors floors) {
        return subject(object).map(floors::reach).orElse(Book.Reach.NOWHERE);
    }

    /** The pending of the book that are live everywhere settled, and those that are to go nowhere left out. */
    public Book.Settled settled(Instant now) {
        Floors floors = new Floors(outlook);
        return book.settled(object -> tooNew(object, floors) ? Book.Reach.SOMEWHERE : reach(object, floors), now);
    }

    private boolean tooNew(ObjectKey object, Floors floors) {
        Optional<WatchKey> watch = state.flatMap(known -> known.watches().watchOf(object));
        Optional<Receipt> receipt = book.of(object);
        return watch.isPresent()
                && receipt.isPresent()
                && floors.tooNew(watch.get(), receipt.get().number());
    }

    /** The answer, with at most so many data planes a fleet of those that serve it, and of those that do not. */
    public Answer answer(Question question, Observed observed, int mostMissing) {
        ObjectKey object = question.object();
        if (question.about() == Question.About.DELETION) {
            return new RemovalAnswers(this, observed, mostMissing).answer(question);
        }
        if (object.kind().equals(ObjectKind.ENDPOINT_SLICE) || object.kind().equals(ObjectKind.ENDPOINTS)) {
            return new SliceAnswers(this, observed, mostMissing).answer(question);
        }
        Optional<ObservedObject> now = observed.object(object);
        Optional<Receipt> receipt = book.of(object);
        if (now.isEmpty() || receipt.isEmpty()) {
            boolean seen = now.isPresent();
            return Answer.without(
                    object,
                    seen ? Verdict.NOT_SEEN : Verdict.UNKNOWN,
                    now.map(one -> one.meta().uid()).orElse(""),
                    seen ? "it has been seen and is not translated yet" : "no such object has been seen");
        }
        return answer(question, now.get(), receipt.get(), mostMissing);
    }

    /** The answer for the newest state that was translated. */
    public Answer newest(ObjectKey object, int mostMissing) {
        return answer(Question.newest(object), new Observed(state, Optional.empty()), mostMissing);
    }

    private Answer answer(Question question, ObservedObject now, Receipt receipt, int mostMissing) {
        String uid = now.meta().uid();
        if (question.uid().filter(asked -> !asked.equals(uid)).isPresent()) {
            return Answer.without(
                    question.object(), Verdict.REPLACED, uid, "the object of this name has another uid: " + uid);
        }
        Optional<String> unseen = Unseen.why(question, now, translated(question.object()), receipt);
        Optional<Subject> subject = subject(question.object());
        List<FleetStanding> fleets =
                subject.map(asked -> fleets(asked, mostMissing)).orElse(List.of());
        Verdict verdict = unseen.isPresent() ? Verdict.NOT_SEEN : verdict(fleets);
        return new Answer(
                question.object(),
                verdict,
                uid,
                receipt.resourceVersion(),
                receipt.generation(),
                Optional.of(receipt.translated()),
                receipt.liveSince(),
                unseen.orElseGet(() -> Notes.of(question, now, receipt, fleets)),
                fleets);
    }

    private Optional<ObservedObject> translated(ObjectKey object) {
        return state.map(known -> known.objects().get(object));
    }

    static Verdict verdict(List<FleetStanding> fleets) {
        if (fleets.isEmpty()) {
            return Verdict.UNUSED;
        }
        boolean live = fleets.stream().allMatch(fleet -> fleet.of() > 0 && fleet.live() == fleet.of());
        return live ? Verdict.LIVE : Verdict.NOT_LIVE;
    }

    List<FleetStanding> fleets(Subject subject, int mostMissing) {
        return subject.made().fleets().stream()
                .map(fleet -> standing(subject, fleet, mostMissing))
                .toList();
    }

    private FleetStanding standing(Subject subject, FleetName fleet, int mostMissing) {
        List<DataPlaneView> planes = outlook.of(fleet);
        List<Serving> on = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        int live = 0;
        for (DataPlaneView plane : planes) {
            Standing standing = outlook.standing(subject, plane);
            if (standing.live()) {
                live++;
                if (on.size() < mostMissing) {
                    on.add(new Serving(plane.node(), outlook.since(subject, plane)));
                }
            } else if (missing.size() < mostMissing) {
                missing.add(new Missing(plane.node(), standing));
            }
        }
        return new FleetStanding(fleet, live, planes.size(), on, missing);
    }

    Contribution made(ObjectKey object) {
        return translation.contribution(object);
    }

    /** The newest answers of those objects that are to be live and are not, in the order of objects. */
    public List<ObjectKey> notLive() {
        Floors floors = new Floors(outlook);
        return book.receipts().keySet().stream()
                .filter(object -> reach(object, floors) == Book.Reach.SOMEWHERE)
                .map(Objects::requireNonNull)
                .toList();
    }
}
