package dev.sluice.engine.netty.http2;

import dev.sluice.http.ContentLength;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Compresses heads with what needs no memory of what was sent before: the static table. So blocks may be written in any
 * order, a peer cannot make us keep anything, and connections share what is written. Names become lower case.
 */
public final class HpackWriter {
    private static final int INDEXED = 0x80;
    private static final int LITERAL = 0x00;
    private static final int NEVER_INDEXED = 0x10;
    /**
     * A table of no bytes. Peers expect to be told so behind each change of their SETTINGS (RFC 7541 section 4.2); said in
     * every block, because blocks may be written in another order than they were made.
     */
    private static final int NO_TABLE = 0x20;

    private static final int[] STATUS = {200, 204, 206, 304, 400, 404, 500};
    private static final byte[] TE_TRAILERS = "te: trailers".getBytes(StandardCharsets.US_ASCII);

    private HpackWriter() {}

    /** About how many bytes a block takes at most. */
    public static int estimate(Fields fields) {
        return fields.length() + 128;
    }

    /**
     * @param framing how the body is framed: Content-Length is written for {@code LENGTH} where the head lacks it
     * @param date a Date line with its CR LF, written if the head has none; null for interim responses
     */
    public static void response(ByteBuf out, ResponseHead head, Framing framing, byte @Nullable [] date) {
        out.writeByte(NO_TABLE);
        status(out, head.status());
        Fields fields = head.fields();
        fields(out, fields, framing, head.contentLength(), -1);
        if (date != null && fields.find(KnownField.DATE) < 0) {
            int value = "Date: ".length();
            integer(out, LITERAL, 4, StaticTable.DATE);
            text(out, date, value, date.length - 2);
        }
    }

    private static void status(ByteBuf out, int status) {
        for (int i = 0; i < STATUS.length; i++) {
            if (STATUS[i] == status) {
                out.writeByte(INDEXED | StaticTable.STATUS + i);
                return;
            }
        }
        integer(out, LITERAL, 4, StaticTable.STATUS);
        ascii(out, Integer.toString(status));
    }

    /**
     * @param scheme {@code http} or {@code https}: what is spoken to this backend
     * @param protocol that is asked for with extended CONNECT (RFC 8441); empty for an ordinary request
     */
    public static void request(ByteBuf out, RequestHead head, String scheme, String protocol) {
        out.writeByte(NO_TABLE);
        if (protocol.isEmpty()) {
            method(out, head.method());
        } else {
            method(out, "CONNECT");
            integer(out, LITERAL, 4, 0);
            ascii(out, ":protocol");
            ascii(out, protocol);
        }
        out.writeByte(INDEXED | (scheme.equals("https") ? StaticTable.SCHEME_HTTPS : StaticTable.SCHEME_HTTP));
        if (head.targetLength() == 1 && head.target()[0] == '/') {
            out.writeByte(INDEXED | StaticTable.PATH);
        } else {
            integer(out, LITERAL, 4, StaticTable.PATH);
            text(out, head.target(), 0, head.targetLength());
        }
        Fields fields = head.fields();
        int host = fields.find(KnownField.HOST);
        if (host >= 0 && fields.valueEnd(host) > fields.valueStart(host)) {
            integer(out, LITERAL, 4, StaticTable.AUTHORITY);
            text(out, fields.bytes(), fields.valueStart(host), fields.valueEnd(host));
        }
        // RFC 8441 section 5: what WebSocket has for HTTP/1.1 only.
        int proof = protocol.isEmpty() ? -1 : fields.next(WebSocketKey.KEY, -1);
        fields(out, fields, head.framing(), head.contentLength(), proof);
        // Trailers are passed on to whoever asked; gRPC backends want to be told so (RFC 9110 section 10.1.4).
        integer(out, LITERAL, 4, 0);
        text(out, TE_TRAILERS, 0, 2);
        text(out, TE_TRAILERS, 4, TE_TRAILERS.length);
    }

    private static void method(ByteBuf out, String method) {
        if (method.equals("GET")) {
            out.writeByte(INDEXED | StaticTable.METHOD_GET);
        } else if (method.equals("POST")) {
            out.writeByte(INDEXED | StaticTable.METHOD_POST);
        } else {
            integer(out, LITERAL, 4, StaticTable.METHOD_GET);
            ascii(out, method);
        }
    }

    /** Trailers: fields that describe no body. */
    public static void trailers(ByteBuf out, Fields fields) {
        out.writeByte(NO_TABLE);
        for (int i = 0; i < fields.size(); i++) {
            if (fields.present(i) && !ofConnection(fields.field(i))) {
                field(out, fields, i);
            }
        }
    }

    private static void fields(ByteBuf out, Fields fields, Framing framing, long contentLength, int leftOut) {
        boolean mayHaveLength = framing == Framing.LENGTH || framing == Framing.NONE;
        boolean lengthWritten = false;
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.present(i) || i == leftOut || ofConnection(fields.field(i))) {
                continue;
            }
            if (fields.field(i) == KnownField.CONTENT_LENGTH) {
                if (!mayHaveLength || lengthWritten || ContentLength.parse(fields, i) != contentLength) {
                    continue;
                }
                lengthWritten = true;
            }
            field(out, fields, i);
        }
        if (framing == Framing.LENGTH && !lengthWritten) {
            integer(out, LITERAL, 4, StaticTable.CONTENT_LENGTH);
            ascii(out, Long.toString(contentLength));
        }
    }

    /** What HTTP/2 has no place for (RFC 9113 section 8.2.2), and Host, which is the authority. */
    private static boolean ofConnection(KnownField field) {
        return switch (field) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, TRANSFER_ENCODING, UPGRADE, HTTP2_SETTINGS, HOST -> true;
            default -> false;
        };
    }

    private static void field(ByteBuf out, Fields fields, int index) {
        byte[] bytes = fields.bytes();
        int start = fields.nameStart(index);
        int end = fields.nameEnd(index);
        int known = StaticTable.find(bytes, start, end);
        // Nobody behind us shall remember what may be guessed there (RFC 7541 section 7.1.3).
        integer(out, StaticTable.secret(known) ? NEVER_INDEXED : LITERAL, 4, known);
        if (known == 0) {
            integer(out, 0, 7, end - start);
            for (int i = start; i < end; i++) {
                out.writeByte(Octets.lower(bytes[i]));
            }
        }
        text(out, bytes, fields.valueStart(index), fields.valueEnd(index));
    }

    private static void text(ByteBuf out, byte[] bytes, int start, int end) {
        integer(out, 0, 7, end - start);
        out.writeBytes(bytes, start, end - start);
    }

    private static void ascii(ByteBuf out, String text) {
        integer(out, 0, 7, text.length());
        ByteBufUtil.writeAscii(out, text);
    }

    /** RFC 7541 section 5.1. */
    private static void integer(ByteBuf out, int pattern, int prefix, int value) {
        int mask = (1 << prefix) - 1;
        if (value < mask) {
            out.writeByte(pattern | value);
            return;
        }
        out.writeByte(pattern | mask);
        int rest = value - mask;
        for (; rest >= 0x80; rest >>>= 7) {
            out.writeByte(0x80 | rest & 0x7F);
        }
        out.writeByte(rest);
    }
}
