package dev.sluice.engine.netty.http2;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.MethodToken;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestRules;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes field blocks into request heads (RFC 9113 section 8.3.1). One instance a connection. */
public final class RequestBlock implements Section {
    private static final int METHOD = 1;
    private static final int SCHEME = 2;
    private static final int PATH = 4;
    private static final int AUTHORITY = 8;
    /** Set once a field has come that is none of the pseudo-fields, which must come before. */
    private static final int REGULAR = 16;

    private static final int PROTOCOL = 32;

    /** Before the first request: one for all connections, many of which are idle. */
    private static final RequestHead NONE = new RequestHead();

    private static final Set<String> HTTP = Set.of("http", "h2", "h2c");

    private final int maxTarget;
    private final int maxFields;
    private final RequestRules rules = new RequestRules();
    private RequestHead head = NONE;
    private int pseudo;
    private int count;
    private int cookies;
    private boolean malformed;
    private String protocol = "";

    /**
     * @param maxTarget bytes of a path
     * @param maxFields fields of a head
     */
    public RequestBlock(int maxTarget, int maxFields) {
        this.maxTarget = maxTarget;
        this.maxFields = maxFields;
    }

    /**
     * Reads a head.
     *
     * @param into to be filled; is cleared before
     * @param ended there is no body
     * @return why the request is refused, or null if it may be forwarded
     * @throws ConnectionError if the block cannot be decompressed
     */
    public @Nullable Reason read(HpackReader hpack, byte[] block, int length, RequestHead into, boolean ended) {
        into.clear();
        into.majorVersion(2);
        head = into;
        pseudo = 0;
        count = 0;
        cookies = 0;
        malformed = false;
        protocol = "";
        boolean whole = hpack.read(block, 0, length, into.fields(), this);
        if (!whole || count > maxFields) {
            return Reason.HEAD_TOO_LARGE;
        }
        if (malformed || (pseudo & METHOD) == 0) {
            return Reason.BAD_REQUEST;
        }
        boolean connect = head.method().equals("CONNECT");
        if (connect && protocol.isEmpty()) {
            return Reason.CONNECT_REFUSED;
        }
        if (!connect && !protocol.isEmpty()) {
            return Reason.BAD_REQUEST;
        }
        if ((pseudo & (SCHEME | PATH)) != (SCHEME | PATH)) {
            return Reason.BAD_REQUEST;
        }
        if (head.targetLength() > maxTarget) {
            return Reason.TARGET_TOO_LONG;
        }
        if (cookies > 1) {
            joinCookies(into.fields());
        }
        oneHost(into.fields());
        if (connect) {
            upgrade(into);
        }
        return rules.checkMultiplexed(into, ended || connect);
    }

    /** Extended CONNECT (RFC 8441 section 4) becomes what HTTP/1.1 has for it: a GET that asks for another protocol. */
    private void upgrade(RequestHead into) {
        into.method("GET");
        into.upgrade(protocol);
        if (protocol.equalsIgnoreCase(WebSocketKey.PROTOCOL)) {
            Fields fields = into.fields();
            for (int i = fields.next(WebSocketKey.KEY, -1); i >= 0; i = fields.next(WebSocketKey.KEY, i)) {
                fields.remove(i);
            }
            fields.add(WebSocketKey.KEY, WebSocketKey.fresh());
        }
    }

    @Override
    public boolean take(Fields fields, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (++count > maxFields) {
            fields.truncate(nameStart);
            return false;
        }
        byte[] bytes = fields.bytes();
        if (!Octets.value(bytes, valueStart, valueEnd)) {
            malformed = true;
        } else if (nameEnd > nameStart && bytes[nameStart] == ':') {
            pseudo(fields, nameStart, nameEnd, valueStart, valueEnd);
            return false;
        } else if (!Octets.name(bytes, nameStart, nameEnd)) {
            malformed = true;
        }
        if (malformed) {
            fields.truncate(nameStart);
            return false;
        }
        pseudo |= REGULAR;
        if (KnownField.of(bytes, nameStart, nameEnd) == KnownField.COOKIE) {
            cookies++;
        }
        return true;
    }

    private void pseudo(Fields fields, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        byte[] bytes = fields.bytes();
        int which = which(bytes, nameStart, nameEnd);
        boolean late = (pseudo & (REGULAR | which)) != 0;
        pseudo |= which;
        fields.truncate(nameStart);
        if (which == 0 || late || !set(which, fields, bytes, valueStart, valueEnd)) {
            malformed = true;
        }
    }

    private boolean set(int which, Fields fields, byte[] bytes, int start, int end) {
        switch (which) {
            case METHOD -> {
                String method = MethodToken.of(bytes, start, end);
                if (method == null) {
                    return false;
                }
                head.method(method);
            }
            case SCHEME -> {
                return is(bytes, start, end, "http") || is(bytes, start, end, "https");
            }
            case PATH -> head.target(bytes, start, end);
            case PROTOCOL -> {
                String named = MethodToken.of(bytes, start, end);
                protocol = named == null ? "" : named;
                // HTTP within a tunnel would be requests that nobody matches, limits or logs.
                return named != null && !HTTP.contains(named.toLowerCase(Locale.ROOT));
            }
            // The bytes of the value lie behind those that are written, and in the same array.
            default -> fields.add(KnownField.HOST, bytes, start, end);
        }
        return true;
    }

    private static int which(byte[] bytes, int start, int end) {
        if (is(bytes, start, end, ":method")) {
            return METHOD;
        } else if (is(bytes, start, end, ":scheme")) {
            return SCHEME;
        } else if (is(bytes, start, end, ":path")) {
            return PATH;
        }
        if (is(bytes, start, end, ":protocol")) {
            return PROTOCOL;
        }
        return is(bytes, start, end, ":authority") ? AUTHORITY : 0;
    }

    private static boolean is(byte[] bytes, int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Octets.lower(bytes[start + i]) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A Host that says the same as the authority goes; one that does not stays, and is one too many. */
    private static void oneHost(Fields fields) {
        int authority = fields.find(KnownField.HOST);
        int host = authority < 0 ? -1 : fields.next(KnownField.HOST, authority);
        if (host >= 0 && same(fields, authority, host)) {
            fields.remove(host);
        }
    }

    private static boolean same(Fields fields, int one, int other) {
        int length = fields.valueEnd(one) - fields.valueStart(one);
        if (fields.valueEnd(other) - fields.valueStart(other) != length) {
            return false;
        }
        byte[] bytes = fields.bytes();
        for (int i = 0; i < length; i++) {
            if (Octets.lower(bytes[fields.valueStart(one) + i]) != Octets.lower(bytes[fields.valueStart(other) + i])) {
                return false;
            }
        }
        return true;
    }

    /** RFC 9113 section 8.2.3: before they go to where HTTP/2 is not spoken. */
    private static void joinCookies(Fields fields) {
        int start = fields.length();
        append(fields, COOKIE, 0, COOKIE.length);
        int valueStart = fields.length();
        for (int i = fields.find(KnownField.COOKIE); i >= 0; i = fields.next(KnownField.COOKIE, i)) {
            if (fields.length() > valueStart) {
                append(fields, SEMICOLON, 0, SEMICOLON.length);
            }
            append(fields, fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
            fields.remove(i);
        }
        int valueEnd = fields.length();
        append(fields, CRLF, 0, CRLF.length);
        fields.line(start, start + COOKIE.length - 2, valueStart, valueEnd, fields.length());
    }

    private static final byte[] COOKIE = {'c', 'o', 'o', 'k', 'i', 'e', ':', ' '};
    private static final byte[] SEMICOLON = {';', ' '};
    private static final byte[] CRLF = {'\r', '\n'};

    private static void append(Fields fields, byte[] source, int start, int end) {
        byte[] room = fields.room(end - start);
        System.arraycopy(source, start, room, fields.length(), end - start);
        fields.extend(end - start);
    }
}
