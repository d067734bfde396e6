package dev.sluice.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proxyprotocol.ProxyHeaderReader.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come: no exception, no header longer than allowed, and the same answer however they are split. Begins from
 * the seeds in {@code proxyprotocol/corpus.txt}, a header a line in hexadecimal digits behind what becomes of it.
 */
class ProxyHeaderFuzzTest {
    private static final int MOST = 300;
    private static final List<String> CORPUS = corpus();
    private final ProxyHeaderReader reader = new ProxyHeaderReader(MOST);

    private static List<String> corpus() {
        try (InputStream in = ProxyHeaderFuzzTest.class.getResourceAsStream("/proxyprotocol/corpus.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String line) {
        return HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
    }

    @Test
    void theCorpusIsReadAsItSays() {
        assertThat(CORPUS).hasSizeGreaterThan(20);
        for (String line : CORPUS) {
            Result result = reader.read(ByteBuffer.wrap(bytes(line)));
            assertThat(result.getClass().getSimpleName())
                    .as(line)
                    .isEqualToIgnoringCase(line.substring(0, line.indexOf(' ')));
        }
    }

    @Property(tries = 20_000)
    void aChangedHeaderHasOneReading(
            @ForAll @IntRange(max = 10_000) int seed,
            @ForAll @Size(max = 6) List<@IntRange(max = 100_000) Integer> changes,
            @ForAll @IntRange(max = 40) int more) {
        byte[] header = bytes(CORPUS.get(seed % CORPUS.size()));
        byte[] bytes = Arrays.copyOf(header, header.length + more);
        for (int change : changes) {
            if (bytes.length > 0) {
                bytes[change / 256 % bytes.length] = (byte) change;
            }
        }
        one_reading(bytes);
    }

    @Property(tries = 5_000)
    void anyBytesBehindASignatureHaveOneReading(@ForAll @Size(max = 330) byte[] rest, @ForAll boolean version1) {
        byte[] start = version1 ? "PROXY ".getBytes(StandardCharsets.US_ASCII) : Version2.SIGNATURE;
        byte[] bytes = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, bytes, start.length, rest.length);
        one_reading(bytes);
    }

    private void one_reading(byte[] bytes) {
        Result whole = reader.read(ByteBuffer.wrap(bytes));
        for (int length = 0; length < bytes.length; length++) {
            Result part = reader.read(ByteBuffer.wrap(bytes, 0, length));
            if (!(part instanceof Result.More)) {
                assertThat(part).isEqualTo(whole);
                break;
            }
        }
        if (whole instanceof Result.Read read) {
            assertThat(read.length()).isBetween(1, Math.min(bytes.length, MOST));
        }
    }
}
