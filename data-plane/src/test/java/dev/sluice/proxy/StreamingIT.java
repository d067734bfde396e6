package dev.sluice.proxy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gibibyte each way; passes with {@code -Dsluice.test.flags=-Xmx128m}. */
class StreamingIT {
    private static final long GIBIBYTE = 1L << 30;

    @ParameterizedTest
    @EnumSource
    void aGibibyteIsUploaded(EngineUnderTest engine) throws Exception {
        Streams.upload(engine, GIBIBYTE);
    }

    @ParameterizedTest
    @EnumSource
    void aGibibyteIsDownloaded(EngineUnderTest engine) throws Exception {
        Streams.download(engine, GIBIBYTE);
    }
}
