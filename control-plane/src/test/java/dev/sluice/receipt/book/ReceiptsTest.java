package dev.sluice.receipt.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.FleetName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.publish.Sample;
import dev.sluice.receipt.book.Answer.Verdict;
import dev.sluice.replica.DataPlaneView.Delivery;
import dev.sluice.replica.Placed;
import dev.sluice.rollout.Cause;
import dev.sluice.rollout.Chosen;
import dev.sluice.rollout.Course;
import dev.sluice.rollout.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is answered about one object while it changes. */
final class ReceiptsTest {
    private static final ObjectKey WEB = ObjectKey.of(ObjectKind.INGRESS, "default", "web");
    private static final Instant LATER = Planes.NOON.plusSeconds(1);
    private static final Instant AT_LAST = Planes.NOON.plusSeconds(2);

    private final Changes changes = Changes.begin(Changes.ingress("web", "100", 1, Map.of()));

    @Test
    void aChangeIsLiveOnceEveryDataPlaneHasAcknowledgedAVersionThatCoversIt() {
        changes.see(Changes.ingress("web", "200", 2, Map.of("sluice.dev/x", "1")));
        changes.translate(LATER);
        look(Planes.current("n1", "default", Planes.version(200, 2)), Planes.current("n2", "default", old()));
        Answer half = answer(OptionalLong.of(200));
        assertThat(half.verdict()).isEqualTo(Verdict.NOT_LIVE);
        assertThat(half.fleets().getFirst().live()).isEqualTo(1);
        assertThat(half.fleets().getFirst().of()).isEqualTo(2);
        assertThat(half.fleets().getFirst().missing())
                .extracting(Answer.Missing::node)
                .containsExactly("n2");

        look(Planes.current("n1", "default", Planes.version(200, 2)), Planes.current("n2", "default", newer()));
        Answer all = answer(OptionalLong.of(200));
        assertThat(all.verdict()).isEqualTo(Verdict.LIVE);
        assertThat(all.generation()).isEqualTo(2);
        assertThat(all.translatedAt()).contains(LATER);
        assertThat(all.liveSince()).contains(AT_LAST);
    }

    @Test
    void anOlderStateIsSupersededAndANewerOneNotSeenYet() {
        changes.see(Changes.ingress("web", "200", 2, Map.of("sluice.dev/x", "1")));
        changes.translate(LATER);
        look(Planes.current("n1", "default", newer()));
        assertThat(answer(OptionalLong.of(100)).live()).isTrue();
        assertThat(answer(OptionalLong.of(100)).note()).contains("superseded by 200");
        assertThat(answer(OptionalLong.of(201)).verdict()).isEqualTo(Verdict.NOT_SEEN);
        assertThat(answer(OptionalLong.of(201)).note()).contains("newest seen is 200");
    }

    @Test
    void aStateThatIsSeenAndNotTranslatedIsNotLive() {
        look(Planes.current("n1", "default", newer()));
        changes.see(Changes.ingress("web", "200", 2, Map.of("sluice.dev/x", "1")));
        assertThat(answer(OptionalLong.of(200)).verdict()).isEqualTo(Verdict.NOT_SEEN);
        assertThat(answer(OptionalLong.empty()).verdict()).isEqualTo(Verdict.NOT_SEEN);
        assertThat(answer(OptionalLong.of(100)).live()).isTrue();
    }

    @Test
    void aStateThatSaysNothingElseToSluiceIsLiveWithTheOneBefore() {
        look(Planes.current("n1", "default", Planes.version(100, 1)));
        changes.see(Changes.ingress("web", "150", 1, Map.of()));
        assertThat(changes.state.touched().isEmpty()).isTrue();
        assertThat(answer(OptionalLong.of(150)).live()).isTrue();
        assertThat(answer(OptionalLong.of(150)).note()).contains("says nothing else to Sluice than 100");
        assertThat(answer(OptionalLong.of(150)).resourceVersion()).isEqualTo("100");
    }

    @Test
    void whoServesTheSameContentServesAChangeThatLeavesItAsItIs() {
        look(Planes.current("n1", "default", Planes.version(100, 1)));
        changes.see(Changes.ingress("web", "200", 2, Map.of()));
        changes.translate(LATER);
        changes.receipts =
                changes.receipts.with(changes.receipts.outlook().offering(FleetName.DEFAULT, Planes.version(200, 1)));
        assertThat(answer(OptionalLong.of(200)).live()).isTrue();
        changes.receipts =
                changes.receipts.with(changes.receipts.outlook().offering(FleetName.DEFAULT, Planes.version(300, 2)));
        assertThat(answer(OptionalLong.of(200)).live()).isTrue();
    }

    @Test
    void aRefusedResourceIsNamedForItsObjectAndForNoOther() {
        changes.see(Changes.ingress("shop", "150", 1, Map.of()));
        changes.translate(LATER);
        String refused = changes.translation.contribution(WEB).resources().stream()
                .filter(ResourceKey.RouteKey.class::isInstance)
                .map(ResourceKey::id)
                .findFirst()
                .orElseThrow();
        look(Planes.current("n1", "default", newer(), refused));
        Answer web = answer(OptionalLong.empty());
        assertThat(web.verdict()).isEqualTo(Verdict.NOT_LIVE);
        assertThat(web.fleets().getFirst().missing().getFirst().standing().reason())
                .contains("refuses Route " + refused, "no such policy", "not served");
        ObjectKey shop = ObjectKey.of(ObjectKind.INGRESS, "default", "shop");
        assertThat(changes.receipts.newest(shop, 9).live()).isTrue();
    }

    @Test
    void anObjectThatWasMadeAnewIsAnother() {
        look(Planes.current("n1", "default", newer()));
        Question before = new Question(WEB, Optional.of("uid-before"), OptionalLong.empty());
        Answer answer = changes.receipts.answer(before, changes.observed(), 9);
        assertThat(answer.verdict()).isEqualTo(Verdict.REPLACED);
        assertThat(answer.note()).contains("uid-web");
    }

    @Test
    void whatIsGoneOrNeverWasIsUnknown() {
        changes.gone(Changes.ingress("web", "100", 1, Map.of()));
        changes.translate(LATER);
        assertThat(answer(OptionalLong.empty()).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(changes.receipts.book().of(WEB)).isEmpty();
        assertThat(changes.receipts.book().pending()).doesNotContain(WEB);
    }

    @Test
    void aServiceIsLiveInTheFleetsOfWhoRefersToItAndUnusedIfNobodyDoes() {
        changes.see(Sample.service("lonely"));
        changes.translate(LATER);
        look(Planes.current("n1", "default", newer()));
        ObjectKey lonely = ObjectKey.of(ObjectKind.SERVICE, "default", "lonely");
        assertThat(changes.receipts.newest(lonely, 9).verdict()).isEqualTo(Verdict.UNUSED);
        ObjectKey web = ObjectKey.of(ObjectKind.SERVICE, "default", "web");
        assertThat(changes.receipts.newest(web, 9).fleets()).hasSize(1);
        assertThat(changes.translation.contribution(web).resources())
                .extracting(ResourceKey::id)
                .containsExactlyInAnyOrder("default/web:80", "default/web:http");
    }

    @Test
    void aFleetWithoutADataPlaneServesNothing() {
        Answer answer = answer(OptionalLong.empty());
        assertThat(answer.verdict()).isEqualTo(Verdict.NOT_LIVE);
        assertThat(answer.note()).contains("no data plane of fleet default is connected");
    }

    @Test
    void everyReasonForNotServingIsNamed() {
        changes.see(Changes.ingress("web", "200", 2, Map.of("sluice.dev/x", "1")));
        changes.translate(LATER);
        assertThat(reason(Planes.unheard("n", "default", old()))).contains("has not answered since it connected");
        Optional<Instant> answered = Optional.of(Planes.NOON);
        assertThat(reason(Planes.view("n", "default", old(), Delivery.LAGGING, answered)))
                .contains("lags", "2026-01-01T12:00:07Z", old().toString());
        assertThat(reason(Planes.view("n", "default", old(), Delivery.SENDING, answered)))
                .contains("is being sent");
        assertThat(reason(Planes.current("n", "default", old()))).contains("serves older version " + old());
    }

    @Test
    void aFrozenFleetIsSaidToBeFrozenAndByWhom() {
        changes.see(Changes.ingress("web", "200", 2, Map.of("sluice.dev/x", "1")));
        changes.translate(LATER);
        Decision frozen = Decision.NONE.on(
                FleetName.DEFAULT,
                new Course.Hold(
                        new Chosen(Planes.digest(1), Planes.EPOCH, old().freshness()),
                        new Cause("ann", Planes.NOON, "Black Friday")));
        Offered offered = Offered.NOTHING.plus(FleetName.DEFAULT, old());
        changes.receipts =
                changes.receipts.with(Outlook.of(List.of(Planes.current("n", "default", old())), offered, frozen));
        assertThat(answer(OptionalLong.empty())
                        .fleets()
                        .getFirst()
                        .missing()
                        .getFirst()
                        .standing()
                        .reason())
                .contains("frozen by decision 1 of ann: Black Friday");
    }

    private String reason(Placed plane) {
        look(plane);
        return answer(OptionalLong.empty())
                .fleets()
                .getFirst()
                .missing()
                .getFirst()
                .standing()
                .reason();
    }

    @Test
    void aDeletionHasComeEverywhereWhenEveryDataPlaneHasAcknowledgedAVersionWithoutTheObject() {
        look(Planes.current("n1", "default", newer()));
        assertThat(deletion(Optional.empty()).verdict()).isEqualTo(Verdict.NOT_SEEN);
        assertThat(deletion(Optional.of("uid-before")).verdict()).isEqualTo(Verdict.REPLACED);
        changes.number = 2000;
        changes.gone(Changes.ingress("web", "100", 1, Map.of()));
        assertThat(deletion(Optional.empty()).verdict()).isEqualTo(Verdict.NOT_SEEN);
        changes.translate(LATER);
        look(Planes.current("n1", "default", Planes.version(2001, 10)), Planes.current("n2", "default", newer()));
        Answer half = deletion(Optional.of("uid-web"));
        assertThat(half.verdict()).isEqualTo(Verdict.NOT_REMOVED);
        assertThat(half.open()).isTrue();
        assertThat(half.translatedAt()).contains(LATER);
        assertThat(half.fleets().getFirst().missing())
                .extracting(Answer.Missing::node)
                .containsExactly("n2");
        assertThat(deletion(Optional.of("uid-before")).verdict()).isEqualTo(Verdict.UNKNOWN);

        Placed without = Planes.current("n2", "default", Planes.version(2001, 10));
        look(Planes.current("n1", "default", Planes.version(2001, 10)), without);
        assertThat(deletion(Optional.empty()).verdict()).isEqualTo(Verdict.REMOVED);
        assertThat(deletion(Optional.empty()).open()).isFalse();
        look();
        assertThat(deletion(Optional.empty()).verdict())
                .as("nobody is left who could serve it")
                .isEqualTo(Verdict.REMOVED);

        changes.see(Changes.ingress("web", "3000", 1, Map.of()));
        changes.translate(LATER);
        assertThat(deletion(Optional.empty()).verdict()).isEqualTo(Verdict.NOT_SEEN);
    }

    @Test
    void theLastThousandDeletionsAreKnown() {
        for (int i = 0; i <= Removals.REMEMBERED; i++) {
            changes.see(Changes.ingress("i" + i, "1", 1, Map.of()));
        }
        changes.translate(LATER);
        for (int i = 0; i <= Removals.REMEMBERED; i++) {
            changes.gone(Changes.ingress("i" + i, "1", 1, Map.of()));
        }
        changes.translate(LATER);
        assertThat(changes.receipts.removals().known()).hasSize(Removals.REMEMBERED);
        assertThat(changes.receipts.removals().order()).hasSize(Removals.REMEMBERED);
    }

    private Answer deletion(Optional<String> uid) {
        return changes.receipts.answer(
                new Question(WEB, uid, OptionalLong.empty(), Question.About.DELETION), changes.observed(), 9);
    }

    private static dev.sluice.key.Version old() {
        return Planes.version(100, 1);
    }

    private static dev.sluice.key.Version newer() {
        return Planes.version(1000, 9);
    }

    private void look(Placed... planes) {
        Offered offered = Offered.NOTHING.plus(FleetName.DEFAULT, newer());
        changes.receipts = changes.receipts.with(Outlook.of(List.of(planes), offered, Decision.NONE));
        changes.receipts =
                changes.receipts.with(changes.receipts.settled(AT_LAST).book());
    }

    private Answer answer(OptionalLong version) {
        return changes.receipts.answer(new Question(WEB, Optional.empty(), version), changes.observed(), 9);
    }
}
