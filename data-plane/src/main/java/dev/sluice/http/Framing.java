package dev.sluice.http;

/** How the end of a message body is known (RFC 9112 section 6.3). */
public enum Framing {
    /** There is no body. */
    NONE,
    /** Content-Length says how many bytes. */
    LENGTH,
    /** Transfer-Encoding is chunked; trailers may follow. */
    CHUNKED,
    /** The connection ends with it; responses only. */
    UNTIL_CLOSE
}
