package dev.sluice.http;

import org.jspecify.annotations.Nullable;

/**
 * What a request head must keep, whatever engine read it: one host that is not ambiguous, a framing that has one reading,
 * a target that can be forwarded. One instance a connection; confined to one lane.
 */
public final class RequestRules {
    private final Authority inTarget = new Authority();

    /**
     * Checks a head whose method, target, version and fields are set, and fills authority, path and framing. Content-Length
     * and Transfer-Encoding stay in the fields.
     *
     * @return why the request is refused, or null if it may be forwarded
     */
    public @Nullable Reason check(RequestHead head) {
        Reason framing = framing(head);
        if (framing != null) {
            return framing;
        }
        Reason host = host(head);
        return host != null ? host : target(head);
    }

    /**
     * As {@link #check}, for a head of HTTP/2 whose authority stands as Host: nothing in it may be of one connection, and
     * the framing is that of its frames (RFC 9113 section 8).
     *
     * @param ended there is no body
     */
    public @Nullable Reason checkMultiplexed(RequestHead head, boolean ended) {
        Reason framing = ofConnection(head.fields()) ? Reason.BAD_REQUEST : multiplexedFraming(head, ended);
        if (framing != null) {
            return framing;
        }
        Reason host = host(head);
        if (host != null) {
            return host;
        }
        // Only CONNECT has another form, and a path never an authority (RFC 9113 section 8.3.1).
        boolean origin = head.targetLength() > 0 && (head.target()[0] == '/' || head.target()[0] == '*');
        return origin ? target(head) : Reason.BAD_REQUEST;
    }

    /** RFC 9113 section 8.2.2. */
    private static boolean ofConnection(Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.present(i)) {
                continue;
            }
            boolean forbidden = switch (fields.field(i)) {
                case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE, HTTP2_SETTINGS -> true;
                case TE -> !fields.valueIs(i, "trailers");
                default -> false;
            };
            if (forbidden) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Reason multiplexedFraming(RequestHead head, boolean ended) {
        Fields fields = head.fields();
        int length = fields.find(KnownField.CONTENT_LENGTH);
        if (length < 0) {
            head.framing(ended ? Framing.NONE : Framing.CHUNKED, 0);
            return null;
        }
        long value = ContentLength.parse(fields, length);
        boolean agrees = !ended || value == 0;
        if (value < 0 || !agrees || fields.next(KnownField.CONTENT_LENGTH, length) >= 0) {
            return Reason.BAD_FRAMING;
        }
        head.framing(value == 0 ? Framing.NONE : Framing.LENGTH, value);
        return null;
    }

    /** RFC 9112 section 6.3, with every case that two readers may take differently refused. */
    private static @Nullable Reason framing(RequestHead head) {
        Fields fields = head.fields();
        int coding = fields.find(KnownField.TRANSFER_ENCODING);
        int length = fields.find(KnownField.CONTENT_LENGTH);
        if (coding >= 0) {
            if (length >= 0 || head.minorVersion() == 0 || fields.next(KnownField.TRANSFER_ENCODING, coding) >= 0) {
                return Reason.BAD_FRAMING;
            }
            if (!fields.valueIs(coding, "chunked")) {
                return Reason.TRANSFER_CODING;
            }
            head.framing(Framing.CHUNKED, 0);
            return null;
        }
        if (length < 0) {
            head.framing(Framing.NONE, 0);
            return null;
        }
        long value = ContentLength.parse(fields, length);
        if (value < 0 || fields.next(KnownField.CONTENT_LENGTH, length) >= 0) {
            return Reason.BAD_FRAMING;
        }
        head.framing(value == 0 ? Framing.NONE : Framing.LENGTH, value);
        return null;
    }

    /** RFC 9112 section 3.2: exactly one Host on HTTP/1.1; HTTP/1.0 without one meets the rules for no host. */
    private static @Nullable Reason host(RequestHead head) {
        Fields fields = head.fields();
        int host = fields.find(KnownField.HOST);
        if (host < 0) {
            head.authority().clear();
            return head.minorVersion() == 0 ? null : Reason.BAD_HOST;
        }
        boolean read = head.authority().read(fields.bytes(), fields.valueStart(host), fields.valueEnd(host));
        return read && fields.next(KnownField.HOST, host) < 0 ? null : Reason.BAD_HOST;
    }

    private @Nullable Reason target(RequestHead head) {
        if (head.method().equals("CONNECT")) {
            return Reason.CONNECT_REFUSED;
        }
        if (head.targetLength() == 0) {
            return Reason.BAD_REQUEST;
        }
        byte first = head.target()[0];
        if (first == '*' && head.targetLength() == 1 && head.method().equals("OPTIONS")) {
            head.path().read(head.target(), 1);
            return null;
        }
        if (!clean(head)) {
            return Reason.BAD_REQUEST;
        }
        Reason absolute = first == '/' ? null : absoluteForm(head);
        if (absolute == null) {
            head.path().read(head.target(), head.targetLength());
        }
        return absolute;
    }

    /** A target has no white space, control characters or fragment. */
    private static boolean clean(RequestHead head) {
        for (int i = 0; i < head.targetLength(); i++) {
            int c = head.target()[i] & 0xFF;
            if (c <= ' ' || c == 0x7F || c == '#') {
                return false;
            }
        }
        return true;
    }

    /** {@code http://host/path} whose host is the Host's is cut down to {@code /path}; all else is refused. */
    private @Nullable Reason absoluteForm(RequestHead head) {
        int start = schemeEnd(head);
        if (start < 0) {
            return Reason.BAD_REQUEST;
        }
        int end = start;
        while (end < head.targetLength() && head.target()[end] != '/' && head.target()[end] != '?') {
            end++;
        }
        if (!inTarget.read(head.target(), start, end) || inTarget.length() == 0) {
            return Reason.BAD_REQUEST;
        }
        if (!inTarget.sameHost(head.authority()) || port(inTarget, start) != port(head.authority(), start)) {
            return Reason.BAD_HOST;
        }
        if (end < head.targetLength() && head.target()[end] == '?') {
            // RFC 9112 section 3.2.1: an empty path is sent as "/".
            head.target()[--end] = '/';
        }
        // RFC 9112 section 3.2.4: OPTIONS without a path asks about the server.
        head.dropTargetPrefix(end, head.method().equals("OPTIONS") ? '*' : '/');
        return null;
    }

    /** The port meant, by the scheme that ends at {@code schemeEnd} where none is named. */
    private static int port(Authority authority, int schemeEnd) {
        if (authority.port() >= 0) {
            return authority.port();
        }
        return schemeEnd == 7 ? 80 : 443;
    }

    private static int schemeEnd(RequestHead head) {
        if (startsWith(head, "http://")) {
            return 7;
        }
        return startsWith(head, "https://") ? 8 : -1;
    }

    private static boolean startsWith(RequestHead head, String prefix) {
        if (head.targetLength() < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            int c = head.target()[i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
