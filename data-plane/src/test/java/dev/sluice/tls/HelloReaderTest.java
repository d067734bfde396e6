package dev.sluice.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tls.HelloReader.Result;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** The first message of TLS as it is cut into records and packets. */
class HelloReaderTest {
    private static final int RECORD_HEAD = 5;

    private static byte[] hello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("peer", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("a.example")));
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static Result read(byte[] bytes) {
        return HelloReader.read(ByteBuffer.wrap(bytes));
    }

    private static void isWhole(byte[] bytes) {
        assertThat(read(bytes))
                .isInstanceOfSatisfying(
                        Result.Read.class,
                        read -> assertThat(read.hello().name()).hasToString("a.example"));
    }

    @Test
    void everyBeginningOfAMessageIsIncompleteAndTheWholeIsRead() throws Exception {
        byte[] hello = hello();
        for (int i = 0; i < hello.length; i++) {
            assertThat(read(Arrays.copyOf(hello, i))).isEqualTo(new Result.More());
        }
        isWhole(hello);
        isWhole(Arrays.copyOf(hello, hello.length + 100));
    }

    @Test
    void aMessageMayBeSplitIntoRecords() throws Exception {
        byte[] hello = hello();
        ByteArrayOutputStream split = new ByteArrayOutputStream();
        for (int at = RECORD_HEAD; at < hello.length; at += 7) {
            int length = Math.min(7, hello.length - at);
            split.writeBytes(new byte[] {22, 3, 1, 0, (byte) length});
            split.write(hello, at, length);
        }
        isWhole(split.toByteArray());
    }

    @Test
    void whatIsNoTlsOrNoHelloIsRefused() {
        assertThat(read(new byte[] {'G'})).isEqualTo(new Result.Refused(HandshakeEnd.NOT_TLS));
        assertThat(read(new byte[] {22, 'E'})).isEqualTo(new Result.Refused(HandshakeEnd.NOT_TLS));
        assertThat(read(new byte[] {22, 3, 1, 0, 0})).isEqualTo(new Result.Refused(HandshakeEnd.MALFORMED_HELLO));
        assertThat(read(new byte[] {22, 3, 1, 0x7f, 0})).isEqualTo(new Result.Refused(HandshakeEnd.MALFORMED_HELLO));
        assertThat(read(new byte[] {22, 3, 1, 0, 4, 2, 0, 0, 0}))
                .isEqualTo(new Result.Refused(HandshakeEnd.MALFORMED_HELLO));
        assertThat(read(new byte[] {22, 3, 1, 0, 4, 1, 2, 0, 0}))
                .isEqualTo(new Result.Refused(HandshakeEnd.HELLO_TOO_LONG));
        assertThat(read(new byte[] {22, 3, 1, 0, 1, 1, 21, 3, 1, 0, 1}))
                .isEqualTo(new Result.Refused(HandshakeEnd.MALFORMED_HELLO));
    }
}
