package dev.sluice.rollout.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.FleetName;
import dev.sluice.rollout.Release;
import dev.sluice.rollout.Sampled;
import org.junit.jupiter.api.Test;

final class ReleaseBytesTest {
    private final Release release = Sampled.release("web");

    @Test
    void whatIsKeptIsTheWholeRelease() {
        assertThat(ReleaseBytes.decode(FleetName.DEFAULT, release.id(), ReleaseBytes.encode(release)))
                .isEqualTo(release);
    }

    @Test
    void anotherReleaseUnderTheSameNameIsRefused() {
        byte[] other = ReleaseBytes.encode(Sampled.release("other"));
        assertThatThrownBy(() -> ReleaseBytes.decode(FleetName.DEFAULT, release.id(), other))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining(release.id().shortText())
                .hasMessageContaining("its content is that of release");
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] bytes = ReleaseBytes.encode(release);
        byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length / 2);
        assertThatThrownBy(() -> ReleaseBytes.decode(FleetName.DEFAULT, release.id(), cut))
                .isInstanceOf(StoreFailure.class);
        assertThatThrownBy(() -> ReleaseBytes.decode(FleetName.DEFAULT, release.id(), new byte[] {1, 2, 3}))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("inflated");
    }
}
