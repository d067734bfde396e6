package dev.sluice.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chunked bodies around the sizes at which a connection is full: each arrives as it was sent, and the next behind it. */
class ChunkedContractTest {
    private static String chunked(int chunks, int size) {
        String one = Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n";
        return one.repeat(chunks) + "0\r\n\r\n";
    }

    @ParameterizedTest
    @EnumSource
    void aResponseThatComesAtOnceIsPassedOnWhole(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    while (true) {
                        String[] asked = wire.read().start().split("[ /]+");
                        wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + chunked(Integer.parseInt(asked[1]), Integer.parseInt(asked[2])));
                    }
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            for (int size : new int[] {200, 2048, 4096, 4097, 9000}) {
                int full = 65_536 / size;
                for (int chunks = full - 3; chunks < full + 6; chunks++) {
                    assertThat(client.get("/" + chunks + "/" + size).body())
                            .as("%d chunks of %d", chunks, size)
                            .hasSize(chunks * size)
                            .containsOnlyOnce("x".repeat(chunks * size));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatComesAtOnceIsPassedOnWhole(EngineUnderTest engine) throws Exception {
        try (Backend backend = Backend.scripted(wire -> {
                    while (true) {
                        String length = String.valueOf(wire.read().body().length());
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + length.length() + "\r\n\r\n" + length);
                    }
                });
                Proxy proxy = Proxy.inFrontOf(engine, backend);
                Client client = proxy.client()) {
            for (int size : new int[] {200, 2048, 4096, 4097, 9000}) {
                int full = 65_536 / size;
                for (int chunks = full - 3; chunks < full + 6; chunks++) {
                    client.send("POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + chunked(chunks, size));
                    assertThat(client.read().body())
                            .as("%d chunks of %d", chunks, size)
                            .isEqualTo(String.valueOf(chunks * size));
                }
            }
        }
    }
}
