package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Spoiled requests over real sockets: whatever comes, however it is cut, the backend sees only what a strict reading of it
 * says. {@code -Dfuzz.tries} and {@code -Dfuzz.seed} make a longer or another run; what was found is kept as a file of
 * {@code corpus/http1}.
 */
@Timeout(120)
class FuzzContractTest {
    private static final int TRIES = Integer.getInteger("fuzz.tries", 300);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    private static List<String> corpus() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus/http1"))) {
            return files.sorted().map(FuzzContractTest::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsForwardedIsWhatAStrictReadingSays(EngineUnderTest engine) throws Exception {
        List<String> wrong = new ArrayList<>();
        int forwarded = 0;
        List<String> corpus = corpus();
        try (Witness witness = new Witness();
                Proxy proxy = anyHost(engine, witness)) {
            for (int i = 0; i < TRIES; i++) {
                long seed = SEED * 1_000_003 + i;
                String bytes = Mutation.of(corpus.get(i % corpus.size()), seed);
                witness.forget();
                send(proxy, Mutation.cut(bytes, seed));
                forwarded += witness.seen.size();
                if (!witness.sawOnly(StrictReading.of(bytes))) {
                    wrong.add("seed " + seed + ": " + witness.seen + witness.faults + " of " + bytes);
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(forwarded).as("a law over nothing proves nothing").isGreaterThan(TRIES / 4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsForwardedIsTheSameHoweverItIsCut(EngineUnderTest engine) throws Exception {
        try (Witness witness = new Witness();
                Proxy proxy = anyHost(engine, witness)) {
            for (String sound : corpus()) {
                witness.forget();
                send(proxy, List.of(sound));
                List<StrictReading.Request> whole = List.copyOf(witness.seen);
                for (long seed = 0; seed < 8; seed++) {
                    witness.forget();
                    send(proxy, Mutation.cut(sound, seed));
                    assertThat(witness.seen).as(sound).isEqualTo(whole);
                }
            }
        }
    }

    private static Proxy anyHost(EngineUnderTest engine, Witness witness) throws IOException {
        return Proxy.start(
                engine,
                Proxy.table()
                        .route("*", "/", "web")
                        .upstream("web", witness.backend.address())
                        .serve());
    }

    private static void send(Proxy proxy, List<String> pieces) throws IOException {
        try (Client client = proxy.client()) {
            for (String piece : pieces) {
                client.send(piece);
            }
            client.socket.shutdownOutput();
            client.rest();
        } catch (java.net.SocketException e) {
            assertThat(e).isNotNull(); // the proxy has closed before all was sent
        }
    }
}
