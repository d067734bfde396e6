package dev.sluice.engine.netty.http2;

import dev.sluice.http.Fields;
import java.nio.charset.StandardCharsets;

/** The fields that every peer knows by number (RFC 7541 appendix A); numbers begin at 1. */
final class StaticTable {
    static final int SIZE = 61;
    static final int METHOD_GET = 2;
    static final int METHOD_POST = 3;
    static final int PATH = 4;
    static final int SCHEME_HTTP = 6;
    static final int SCHEME_HTTPS = 7;
    static final int AUTHORITY = 1;
    static final int STATUS = 8;
    static final int CONTENT_LENGTH = 28;
    static final int DATE = 33;

    private static final int AUTHORIZATION = 23;
    private static final int COOKIE = 32;
    private static final int SET_COOKIE = 55;

    private static final String[] FIELDS = {
        ":authority",
        ":method GET",
        ":method POST",
        ":path /",
        ":path /index.html",
        ":scheme http",
        ":scheme https",
        ":status 200",
        ":status 204",
        ":status 206",
        ":status 304",
        ":status 400",
        ":status 404",
        ":status 500",
        "accept-charset",
        "accept-encoding gzip, deflate",
        "accept-language",
        "accept-ranges",
        "accept",
        "access-control-allow-origin",
        "age",
        "allow",
        "authorization",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "cookie",
        "date",
        "etag",
        "expect",
        "expires",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "last-modified",
        "link",
        "location",
        "max-forwards",
        "proxy-authenticate",
        "proxy-authorization",
        "range",
        "referer",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate"
    };

    private static final byte[][] NAMES = new byte[SIZE + 1][];
    private static final byte[][] VALUES = new byte[SIZE + 1][];
    /** Number of the field of that name whose value is not given, by hash; 0 where there is none. */
    private static final byte[] BY_HASH = new byte[512];

    static {
        for (int i = 1; i <= SIZE; i++) {
            String[] field = FIELDS[i - 1].split(" ", 2);
            NAMES[i] = field[0].getBytes(StandardCharsets.US_ASCII);
            VALUES[i] = (field.length == 1 ? "" : field[1]).getBytes(StandardCharsets.US_ASCII);
        }
        for (int i = 1; i <= SIZE; i++) {
            if (NAMES[i][0] != ':') {
                int slot = hash(NAMES[i], 0, NAMES[i].length);
                while (BY_HASH[slot] != 0) {
                    slot = (slot + 1) % BY_HASH.length;
                }
                BY_HASH[slot] = (byte) i;
            }
        }
    }

    private StaticTable() {}

    static void appendName(int index, Fields to) {
        append(NAMES[index], to);
    }

    static void appendValue(int index, Fields to) {
        append(VALUES[index], to);
    }

    private static void append(byte[] text, Fields to) {
        System.arraycopy(text, 0, to.room(text.length), to.length(), text.length);
        to.extend(text.length);
    }

    /** Size as compression counts it (section 4.1). */
    static int size(int index) {
        return NAMES[index].length + VALUES[index].length + DynamicTable.OVERHEAD;
    }

    /** Whether the values of this field are secrets. */
    static boolean secret(int index) {
        return index == AUTHORIZATION || index == COOKIE || index == SET_COOKIE;
    }

    /** Number of a field of that name, whatever its case, or 0. */
    static int find(byte[] bytes, int start, int end) {
        int slot = hash(bytes, start, end);
        while (BY_HASH[slot] != 0) {
            if (named(NAMES[BY_HASH[slot]], bytes, start, end)) {
                return BY_HASH[slot];
            }
            slot = (slot + 1) % BY_HASH.length;
        }
        return 0;
    }

    private static int hash(byte[] bytes, int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + (bytes[i] | 0x20);
        }
        return (hash ^ hash >>> 15) & (BY_HASH.length - 1);
    }

    private static boolean named(byte[] name, byte[] bytes, int start, int end) {
        if (name.length != end - start) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != Octets.lower(bytes[start + i])) {
                return false;
            }
        }
        return true;
    }
}
