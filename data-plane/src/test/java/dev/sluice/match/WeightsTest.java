package dev.sluice.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.http.Reason;
import dev.sluice.match.CompiledAction.Forward;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each target has as many points as its weight. */
class WeightsTest {
    private static final CompiledTarget A = new CompiledTarget.Refused(Reason.NO_BACKEND, 501);
    private static final CompiledTarget B = new CompiledTarget.Refused(Reason.NO_BACKEND, 502);
    private static final CompiledTarget C = new CompiledTarget.Refused(Reason.NO_BACKEND, 503);

    @Test
    void pointsAreSharedByWeight() {
        Forward forward = new Forward(new CompiledTarget[] {A, B, C}, new int[] {1, 0, 3});

        assertThat(forward.total()).isEqualTo(4);
        assertThat(IntStream.range(0, 4).mapToObj(forward::target)).containsExactly(A, C, C, C);
        assertThat(forward.single()).isFalse();
        assertThat(IntStream.range(0, forward.size()).map(forward::weightAt)).containsExactly(1, 0, 3);
    }

    @Test
    void aSumOfNothingIsNoForward() {
        assertThatThrownBy(() -> new Forward(new CompiledTarget[] {A}, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
