package dev.sluice.proxyprotocol;

import java.nio.ByteBuffer;

/**
 * Reads the header that comes before everything else on a connection from a proxy. It is strict: what the text does not
 * allow is refused, because whoever sends it is not the proxy it was taken for.
 */
public final class ProxyHeaderReader {
    /** What has been found out so far. */
    public sealed interface Result {
        /** The header is not complete; nothing in it is wrong yet. */
        record More() implements Result {}

        /** It is none. @param why for people */
        record Refused(String why) implements Result {}

        /** @param length bytes of the header; what follows is the client's */
        record Read(ProxyHeader header, int length) implements Result {}
    }

    static final Result MORE = new Result.More();

    private final int maxBytes;

    /**
     * @param maxBytes longest header of version 2, at least 232 (addresses of every family, and little more than them);
     *     version 1 has its own limit
     */
    public ProxyHeaderReader(int maxBytes) {
        if (maxBytes < Version2.ADDRESSES + Version2.PREFIX) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", expected at least 232");
        }
        this.maxBytes = maxBytes;
    }

    /**
     * Looks at all that has come, from position to limit, and moves neither. Called again with more behind the same bytes
     * after {@link Result.More}; what has to be looked at again is short.
     */
    public Result read(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return MORE;
        }
        ByteBuffer view = bytes.slice();
        return switch (view.get(0)) {
            case 'P' -> Version1.read(view);
            case '\r' -> Version2.read(view, maxBytes);
            default -> refused("no PROXY header");
        };
    }

    static Result refused(String why) {
        return new Result.Refused(why);
    }
}
