package dev.sluice.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request head: raw bytes as they came and what was found in them. Filled by an engine, changed by the pipeline, written
 * by an engine; reused from request to request and confined to one lane.
 */
public final class RequestHead {
    /** Longer targets are rare, and idle connections are many. */
    static final int KEPT_BYTES = 2048;

    static final int USUAL_BYTES = 512;

    private final Fields fields = new Fields();
    private final Authority authority = new Authority();
    private final RequestPath path = new RequestPath();
    private String method = "GET";
    private int majorVersion = 1;
    private int minorVersion = 1;
    private byte[] target = new byte[USUAL_BYTES];
    private int targetLength;
    private Framing framing = Framing.NONE;
    private long contentLength;
    private String scheme = "http";
    private String clientAddress = "";
    private @Nullable TlsSession tls;
    private String upgrade = "";

    /** For the next request, of which nothing may be known for long: what one long target has taken is given back. */
    public void clear() {
        fields.clear();
        authority.clear();
        path.forget();
        if (target.length > KEPT_BYTES) {
            target = new byte[USUAL_BYTES];
        }
        method = "GET";
        majorVersion = 1;
        minorVersion = 1;
        targetLength = 0;
        framing = Framing.NONE;
        contentLength = 0;
        upgrade = "";
    }

    public Fields fields() {
        return fields;
    }

    /** The host asked for, filled by {@link RequestRules}. */
    public Authority authority() {
        return authority;
    }

    /** The path to match, filled by {@link RequestRules}. */
    public RequestPath path() {
        return path;
    }

    /** Case-sensitive; for common methods always the same instance. */
    public String method() {
        return method;
    }

    public void method(String value) {
        method = value;
    }

    /** 1 or 2. */
    public int majorVersion() {
        return majorVersion;
    }

    public void majorVersion(int value) {
        majorVersion = value;
    }

    /** Of HTTP/1: 0 or 1. Always 1 for HTTP/2: what may be expected of HTTP/1.1 may be expected of it. */
    public int minorVersion() {
        return minorVersion;
    }

    public void minorVersion(int value) {
        minorVersion = value;
    }

    /** The request target in bytes {@code 0..targetLength()}: origin form or {@code *} once the rules have passed. */
    public byte[] target() {
        return target;
    }

    public int targetLength() {
        return targetLength;
    }

    /** Copies the request target as it stands in the request line. */
    public void target(byte[] source, int start, int end) {
        int length = end - start;
        if (target.length < length) {
            target = new byte[Math.max(length, target.length * 2)];
        }
        System.arraycopy(source, start, target, 0, length);
        targetLength = length;
    }

    /** Cuts an absolute form down to what stands behind its authority; {@code ifNothing} where nothing does. */
    void dropTargetPrefix(int bytes, char ifNothing) {
        targetLength -= bytes;
        System.arraycopy(target, bytes, target, 0, targetLength);
        if (targetLength == 0) {
            target[targetLength++] = (byte) ifNothing;
        }
    }

    public Framing framing() {
        return framing;
    }

    /** Bytes of the body where the framing is {@link Framing#LENGTH}; else 0. */
    public long contentLength() {
        return contentLength;
    }

    public void framing(Framing value, long length) {
        framing = value;
        contentLength = length;
    }

    /**
     * {@code http} or {@code https}: what the client spoke, as far as those in front are believed; the one to go by for
     * redirects. The pipeline sets it before policies are asked.
     */
    public String scheme() {
        return scheme;
    }

    /** Text of the client's IP address, as far as those in front are believed; set with {@link #scheme}. */
    public String clientAddress() {
        return clientAddress;
    }

    /** The TLS within which it came; null if Sluice has not decrypted it. Set with {@link #scheme}. */
    public @Nullable TlsSession tls() {
        return tls;
    }

    public void tls(@Nullable TlsSession session) {
        tls = session;
    }

    /** Who asks, and over what. */
    public void origin(String clientScheme, String address) {
        scheme = clientScheme;
        clientAddress = address;
    }

    /**
     * The protocol, or list of protocols, that the client would rather speak ({@code websocket}); empty if none. Set where
     * the backend may be asked for it. Its form is HTTP/1.1's whatever the client speaks: any method but CONNECT, no body,
     * and a 101 as the answer that takes it.
     */
    public String upgrade() {
        return upgrade;
    }

    public void upgrade(String protocols) {
        upgrade = protocols;
    }

    /** The target as text; allocates, for logs and explanations. */
    public String targetText() {
        return new String(target, 0, targetLength, StandardCharsets.ISO_8859_1);
    }

    /** As in request lines and logs. */
    public String version() {
        if (majorVersion == 2) {
            return "HTTP/2.0";
        }
        return minorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    @Override
    public String toString() {
        return method + " " + targetText() + " " + version() + " [" + fields + "]";
    }
}
