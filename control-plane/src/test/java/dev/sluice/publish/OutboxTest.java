package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.Version;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutboxTest {
    private final Outbox outbox = new Outbox();

    @Test
    void whoComesFirstIsSharedByAll() {
        Outgoing first = outgoing();
        assertThat(outbox.share(base(1), first)).isSameAs(first);
        assertThat(outbox.share(base(1), outgoing())).isSameAs(first);
        assertThat(outbox.find(base(1)).orElseThrow()).isSameAs(first);
        assertThat(outbox.find(base(2))).isEmpty();
        assertThat(outbox.find(Optional.empty())).isEmpty();
    }

    @Test
    void moreVersionsThanItKeepsAreServedButNotKept() {
        for (int i = 0; i < Outbox.MOST; i++) {
            outbox.share(base(i), outgoing());
        }
        Outgoing one = outgoing();
        assertThat(outbox.share(base(Outbox.MOST), one)).isSameAs(one);
        assertThat(outbox.find(base(Outbox.MOST))).isEmpty();
        assertThat(outbox.size()).isEqualTo(Outbox.MOST);
    }

    private static Outgoing outgoing() {
        return new Outgoing(List.of());
    }

    private static Optional<Version> base(long generation) {
        return Optional.of(new Version(new Epoch("test", generation), 0, Freshness.NONE, Digest.EMPTY));
    }
}
