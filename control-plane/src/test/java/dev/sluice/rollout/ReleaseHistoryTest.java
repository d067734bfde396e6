package dev.sluice.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.rollout.ReleaseHistory.Entry;
import dev.sluice.rollout.ReleaseHistory.Source;
import org.junit.jupiter.api.Test;

final class ReleaseHistoryTest {
    @Test
    void theOldestIsForgottenWhenThereAreTooMany() {
        Story story = new Story(new ReleaseHistory.Bounds(3, 1 << 20));
        for (int i = 0; i < 6; i++) {
            story.ingress("web", "s" + i).release();
        }
        assertThat(story.fleet().history().entries()).hasSize(3);
        assertThat(story.fleet().history().entries().getFirst().release()).isEqualTo(story.newest());
    }

    @Test
    void theOldestIsForgottenWhenTheyChangeTooMuch() {
        Story story = new Story(new ReleaseHistory.Bounds(1000, 1500));
        for (int i = 0; i < 30; i++) {
            story.ingress("web", "s" + i).release();
            assertThat(story.fleet().history().bytes()).isLessThanOrEqualTo(1500);
        }
        assertThat(story.fleet().history().entries()).hasSizeBetween(2, 29);
    }

    @Test
    void aReleaseThatIsTooLargeAloneIsRememberedAlone() {
        Story story = new Story(new ReleaseHistory.Bounds(1000, 1));
        story.ingress("web", "a").release();
        story.ingress("web", "b").release();
        assertThat(story.fleet().history().entries()).hasSize(1);
    }

    @Test
    void aTranslationThatChangesNothingIsNoRelease() {
        Story story = new Story(new ReleaseHistory.Bounds(10, 1 << 20));
        story.ingress("web", "a").release();
        story.ingress("web", "a").release();
        assertThat(story.fleet().history().entries()).hasSize(1);
    }

    @Test
    void anEntrySaysWhatItIsMadeOf() {
        Story story = new Story(new ReleaseHistory.Bounds(10, 1 << 20));
        story.ingress("web", "a").release();
        story.ingress("shop", "a").release();
        Entry entry = story.fleet().history().entries().getFirst();
        assertThat(entry.sources().stream().map(Source::object).map(Object::toString))
                .containsExactly("Ingress default/shop");
        assertThat(entry.changes()).isEqualTo(1);
        assertThat(entry.bytes()).isPositive();
    }

    @Test
    void aDifferenceNamesWhatCameChangedAndWent() {
        Story story = new Story(new ReleaseHistory.Bounds(10, 1 << 20));
        story.ingress("web", "a").ingress("old", "a").release();
        Release before = story.newest();
        story.ingress("web", "b").ingress("new", "a").without("old").release();
        Difference difference = Difference.between(before, story.newest());
        assertThat(difference.added().toString()).contains("new.example").contains("default/b");
        assertThat(difference.changed().toString()).contains("web.example");
        assertThat(difference.removed().toString()).contains("old.example");
    }
}
