package dev.sluice.engine.akkahttp;

import akka.util.ByteString;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import java.util.Arrays;

/** Writes heads as raw bytes: fields as they are, then the framing. One a lane. */
final class HeadWriter {
    private byte[] bytes = new byte[2048];
    private int length;

    ByteString request(RequestHead head) {
        length = 0;
        text(head.method()).text(" ").raw(head.target(), 0, head.targetLength()).text(" HTTP/1.1\r\n");
        fields(head.fields());
        framing(head.framing(), head.contentLength(), head.fields());
        if (!head.upgrade().isEmpty()) {
            upgrade(head.upgrade());
        }
        return end();
    }

    /** The 101 behind which the connection speaks {@code protocol}. */
    ByteString switching(ResponseHead head, String protocol) {
        length = 0;
        status(head);
        fields(head.fields());
        upgrade(protocol);
        return end();
    }

    private void upgrade(String protocol) {
        text("Connection: upgrade\r\nUpgrade: ").text(protocol).text("\r\n");
    }

    private void status(ResponseHead head) {
        text("HTTP/1.1 ")
                .number(head.status())
                .text(" ")
                .text(head.reasonPhrase())
                .text("\r\n");
    }

    /**
     * @param framing how the body is sent to this client, which may differ from how it came
     * @param close whether the connection ends with this response
     * @param request what is answered
     */
    ByteString response(ResponseHead head, Framing framing, boolean close, RequestHead request) {
        length = 0;
        status(head);
        fields(head.fields());
        if (head.status() >= 200) {
            framing(framing, head.contentLength(), head.fields());
            if (framing == Framing.NONE && bodyPossible(head, request)) {
                text("Content-Length: 0\r\n");
            }
            if (head.fields().find(KnownField.DATE) < 0) {
                text("Date: ").text(HttpDate.now()).text("\r\n");
            }
            if (close) {
                text("Connection: close\r\n");
            } else if (request.minorVersion() == 0) {
                text("Connection: keep-alive\r\n");
            }
        }
        return end();
    }

    private void fields(Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.present(i) && !framingField(fields.field(i))) {
                raw(fields.bytes(), fields.nameStart(i), fields.nameEnd(i))
                        .text(": ")
                        .raw(fields.bytes(), fields.valueStart(i), fields.valueEnd(i))
                        .text("\r\n");
            }
        }
    }

    private static boolean framingField(KnownField field) {
        return field == KnownField.TRANSFER_ENCODING || field == KnownField.CONNECTION || field == KnownField.UPGRADE;
    }

    private void framing(Framing framing, long contentLength, Fields fields) {
        if (framing == Framing.CHUNKED) {
            text("Transfer-Encoding: chunked\r\n");
        } else if (framing == Framing.LENGTH && fields.find(KnownField.CONTENT_LENGTH) < 0) {
            text("Content-Length: ").text(Long.toString(contentLength)).text("\r\n");
        }
    }

    /** Whether the client would wait for a body if nothing said that there is none (RFC 9112 section 6.3). */
    private static boolean bodyPossible(ResponseHead head, RequestHead request) {
        return head.fields().find(KnownField.CONTENT_LENGTH) < 0
                && head.status() != 204
                && head.status() != 304
                && !request.method().equals("HEAD");
    }

    private ByteString end() {
        text("\r\n");
        return ByteString.fromArrayUnsafe(Arrays.copyOf(bytes, length));
    }

    private HeadWriter number(int value) {
        return text(Integer.toString(value));
    }

    @SuppressWarnings("deprecation") // the low-byte copy is exactly ISO 8859-1 and allocates nothing
    private HeadWriter text(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    private HeadWriter raw(byte[] source, int start, int end) {
        reserve(end - start);
        System.arraycopy(source, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
