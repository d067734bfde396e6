package dev.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RingTest {
    private final Ring ring = new Ring(16);
    private final ByteArrayOutputStream sink = new ByteArrayOutputStream();

    private boolean offer(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        return ring.offer(bytes, bytes.length);
    }

    @Test
    void linesComeOutInOrderAcrossTheEndOfTheRing() throws IOException {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String line = "line " + i + "\n";
            assertThat(offer(line)).isTrue();
            expected.append(line);
            ring.drain(sink);
        }
        assertThat(sink).hasToString(expected.toString());
    }

    @Test
    void aLineWithoutRoomIsLostWholeAndCounted() throws IOException {
        assertThat(offer("0123456789")).isTrue();
        assertThat(offer("0123456789")).isFalse();
        assertThat(offer("012345")).isTrue();
        assertThat(ring.dropped()).isEqualTo(1);
        ring.drain(sink);
        assertThat(sink).hasToString("0123456789012345");
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void aSizeThatIsNoPowerOfTwoIsRefused() {
        assertThatThrownBy(() -> new Ring(100)).hasMessageContaining("100");
    }
}
