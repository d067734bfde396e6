package dev.sluice.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.TableChange;
import dev.sluice.rollout.Given.Basis;
import dev.sluice.rollout.Track.Turn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReleasesTest {
    private final Story story = new Story(new ReleaseHistory.Bounds(10, 1 << 20));

    @Test
    void aFrozenFleetKeepsItsRoutesAndGetsTheNewNumber() {
        story.ingress("web", "a").release();
        Release frozen = story.newest();
        Releases.Next frost = story.hold(frozen);
        assertThat(frost.changes()).containsEntry(Track.stable(Story.FLEET), GivenChange.NONE);
        assertThat(stable().numbers().decision()).isEqualTo(1);

        Releases.Next after = story.ingress("web", "b").release();
        assertThat(after.changes()).isEmpty();
        assertThat(stable().release().id()).isEqualTo(frozen.id());
        assertThat(story.newest().id()).isNotEqualTo(frozen.id());
    }

    @Test
    void whatAHeldFleetHasConsumedIsWhatTheDecisionSaysOnEveryReplica() {
        story.ingress("web", "a").release();
        Freshness early = story.newest().consumed();
        Chosen chosen = Story.chosen(story.newest());
        story.ingress("other", "b").release();
        story.without("other").release();
        assertThat(story.newest().id()).isEqualTo(chosen.release());
        story.decide(story.releases.decision().on(Story.FLEET, new Course.Hold(chosen, Cause.NONE)));
        assertThat(stable().consumed(Story.EPOCH)).isEqualTo(early);
        assertThat(stable().consumed(new Epoch("test", 2))).isEqualTo(Freshness.NONE);
    }

    @Test
    void certificatesOfAHeldFleetFlowAndItsRoutesDoNot() {
        story.ingress("web", "a").release();
        Release frozen = story.newest();
        story.hold(frozen);
        Certificate certificate =
                new Certificate(new CertificateKey("default/tls"), "a chain", SecretBytes.of(new byte[] {1}));
        Releases.Next next = story.ingress("web", "b").releaseWith(certificate);
        assertThat(next.changes().values().stream().flatMap(change -> change.table().upserts().stream()))
                .containsExactly(certificate);
        assertThat(stable().table()).isEqualTo(frozen.routes().apply(new TableChange(List.of(certificate), List.of())));
    }

    @Test
    void secretsOfAHeldFleetAreAsFreshAsTheyAre() {
        dev.sluice.key.WatchKey secret = new dev.sluice.key.WatchKey(ObjectKind.SECRET, "default/tls");
        dev.sluice.key.WatchKey ingress = new dev.sluice.key.WatchKey(ObjectKind.INGRESS, "");
        Freshness held = Freshness.NONE.with(secret, 3).with(ingress, 4);
        Freshness live = Freshness.NONE.with(secret, 7).with(ingress, 8);
        assertThat(Flowing.consumed(held, live))
                .isEqualTo(Freshness.NONE.with(secret, 7).with(ingress, 4));
    }

    @Test
    void aRollBackGivesWhatWasGivenBefore() {
        story.ingress("web", "a").release();
        Release first = story.newest();
        story.ingress("web", "b").release();
        Releases.Next back = story.hold(first);
        assertThat(back.changes().values()).singleElement().isNotEqualTo(GivenChange.NONE);
        assertThat(stable().table()).isEqualTo(first.routes());
        assertThat(stable().release().demands()).isEqualTo(first.demands());
    }

    @Test
    void aReleaseThatIsNotToBeHadWithholdsRoutesAndKeepsTheOldNumber() {
        story.ingress("web", "a").release();
        Release elsewhere = elsewhere();
        story.hold(elsewhere);
        assertThat(story.releases.missing()).containsKey(Story.FLEET);
        assertThat(stable().numbers().decision()).isZero();
        assertThat(stable().basis()).isInstanceOf(Basis.Withheld.class);

        Release before = stable().release();
        assertThat(story.ingress("web", "c").release().changes()).isEmpty();
        assertThat(stable().release()).isEqualTo(before);

        story.take(story.releases.found(elsewhere));
        assertThat(story.releases.missing()).isEmpty();
        assertThat(stable().numbers().decision()).isEqualTo(1);
        assertThat(stable().table()).isEqualTo(elsewhere.routes());
    }

    @Test
    void aReplicaThatStartsWithoutTheReleaseGivesNothing() {
        Release elsewhere = elsewhere();
        story.hold(elsewhere);
        story.ingress("web", "a").release();
        assertThat(story.given(Turn.STABLE)).isEmpty();
        story.take(story.releases.found(elsewhere));
        assertThat(stable().table()).isEqualTo(elsewhere.routes());
    }

    @Test
    void oneDataPlaneIsGivenTheCandidate() {
        story.ingress("web", "a").release();
        Release stable = story.newest();
        story.ingress("web", "b").release();
        Release candidate = story.newest();
        story.stage(stable, Optional.of(candidate), "n1");
        assertThat(stable().release().id()).isEqualTo(stable.id());
        assertThat(story.given(Turn.FIRST).orElseThrow().release().id()).isEqualTo(candidate.id());
        story.follow();
        assertThat(story.given(Turn.FIRST)).isEmpty();
        assertThat(stable().release().id()).isEqualTo(candidate.id());
    }

    @Test
    void aDecisionWithALowerNumberIsNotInForce() {
        story.ingress("web", "a").release();
        story.hold(story.newest());
        Decision late = new Decision(1, 5, story.releases.decision().courses(), Cause.NONE);
        assertThat(story.decide(late).changes()).isEmpty();
        assertThat(story.releases.decision().generation()).isZero();
    }

    private Given stable() {
        return story.given(Turn.STABLE).orElseThrow();
    }

    /** A release of another replica. */
    private static Release elsewhere() {
        Story other = new Story(new ReleaseHistory.Bounds(10, 1 << 20));
        other.ingress("web", "elsewhere").release();
        return other.newest();
    }
}
