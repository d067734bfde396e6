package dev.sluice.engine.netty.http1;

import dev.sluice.http.ContentLength;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Writes heads: field lines as they came, in runs, with the framing fields that belong to the framing and no others. */
public final class HeadWriter {
    private static final byte[] HTTP_1_1 = Octets.ascii(" HTTP/1.1\r\n");
    private static final byte[] STATUS = Octets.ascii("HTTP/1.1 ");
    private static final byte[] CONTENT_LENGTH = Octets.ascii("Content-Length: ");
    private static final byte[] CHUNKED = Octets.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Octets.ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Octets.ascii("Connection: keep-alive\r\n");
    private static final byte[] CONTINUE = Octets.ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] UPGRADE = Octets.ascii("Connection: upgrade\r\nUpgrade: ");
    private static final byte[] CRLF = {'\r', '\n'};

    /** What the head says about its connection. */
    public enum Connection {
        NOT_SAID,
        CLOSE,
        KEEP_ALIVE
    }

    private HeadWriter() {}

    /** About how many bytes the head takes. */
    public static int estimate(Fields fields) {
        return fields.length() + 256;
    }

    public static void request(ByteBuf out, RequestHead head) {
        out.writeCharSequence(head.method(), StandardCharsets.US_ASCII);
        out.writeByte(' ');
        out.writeBytes(head.target(), 0, head.targetLength());
        out.writeBytes(HTTP_1_1);
        // A request without framing has no body; its Content-Length: 0 stays if it came.
        fields(out, head.fields(), head.framing(), head.contentLength());
        if (!head.upgrade().isEmpty()) {
            upgrade(out, head.upgrade());
        }
        out.writeBytes(CRLF);
    }

    /**
     * Writes a final response head.
     *
     * @param framing how the body is framed towards this client
     * @param date the Date line, written if the head has none
     */
    public static void response(ByteBuf out, ResponseHead head, Framing framing, Connection connection, byte[] date) {
        statusLine(out, head);
        fields(out, head.fields(), framing, head.contentLength());
        if (head.fields().find(KnownField.DATE) < 0) {
            out.writeBytes(date);
        }
        switch (connection) {
            case CLOSE -> out.writeBytes(CLOSE);
            case KEEP_ALIVE -> out.writeBytes(KEEP_ALIVE);
            case NOT_SAID -> {}
        }
        out.writeBytes(CRLF);
    }

    public static void interim(ByteBuf out, ResponseHead head) {
        statusLine(out, head);
        lines(out, head.fields());
        out.writeBytes(CRLF);
    }

    /** Writes the 101 behind which the connection speaks {@code protocol}. */
    public static void switching(ByteBuf out, ResponseHead head, String protocol) {
        statusLine(out, head);
        lines(out, head.fields());
        upgrade(out, protocol);
        out.writeBytes(CRLF);
    }

    private static void upgrade(ByteBuf out, String protocol) {
        out.writeBytes(UPGRADE);
        out.writeCharSequence(protocol, StandardCharsets.ISO_8859_1);
        out.writeBytes(CRLF);
    }

    public static void continueInterim(ByteBuf out) {
        out.writeBytes(CONTINUE);
    }

    private static void statusLine(ByteBuf out, ResponseHead head) {
        byte[] usual = StatusLine.of(head.status(), head.reasonPhrase());
        if (usual != null) {
            out.writeBytes(usual);
            return;
        }
        out.writeBytes(STATUS);
        ByteBufUtil.writeAscii(out, Integer.toString(head.status()));
        out.writeByte(' ');
        out.writeCharSequence(head.reasonPhrase(), StandardCharsets.ISO_8859_1);
        out.writeBytes(CRLF);
    }

    private static void fields(ByteBuf out, Fields fields, Framing framing, long contentLength) {
        boolean lengthKept = framing(fields, framing, contentLength);
        lines(out, fields);
        if (framing == Framing.CHUNKED) {
            out.writeBytes(CHUNKED);
        } else if (framing == Framing.LENGTH && !lengthKept) {
            out.writeBytes(CONTENT_LENGTH);
            ByteBufUtil.writeAscii(out, Long.toString(contentLength));
            out.writeBytes(CRLF);
        }
    }

    /** Removes framing fields but a Content-Length that is true; returns whether there is one. */
    private static boolean framing(Fields fields, Framing framing, long contentLength) {
        fields.removeAll(KnownField.TRANSFER_ENCODING);
        boolean mayHaveLength = framing == Framing.LENGTH || framing == Framing.NONE;
        boolean kept = false;
        int i = fields.find(KnownField.CONTENT_LENGTH);
        for (; i >= 0; i = fields.next(KnownField.CONTENT_LENGTH, i)) {
            if (mayHaveLength && !kept && ContentLength.parse(fields, i) == contentLength) {
                kept = true;
            } else {
                fields.remove(i);
            }
        }
        return kept;
    }

    /** Lines that stand side by side in the array are copied in one go. */
    static void lines(ByteBuf out, Fields fields) {
        int start = 0;
        int end = 0;
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.present(i)) {
                continue;
            }
            if (fields.nameStart(i) != end) {
                out.writeBytes(fields.bytes(), start, end - start);
                start = fields.nameStart(i);
            }
            end = fields.lineEnd(i);
        }
        out.writeBytes(fields.bytes(), start, end - start);
    }
}
