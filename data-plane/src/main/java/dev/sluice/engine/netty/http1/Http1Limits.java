package dev.sluice.engine.netty.http1;

/**
 * What a peer may send at most.
 *
 * @param startLineBytes request or status line without its CR LF, 16 to {@code headBytes}
 * @param headBytes start line and fields with every CR LF
 * @param fields fields of a head, 1 or more
 * @param trailerBytes trailer section of a chunked body
 * @param chunkLineBytes chunk-size line with its extensions (which are read over), 32 or more
 */
public record Http1Limits(int startLineBytes, int headBytes, int fields, int trailerBytes, int chunkLineBytes) {
    /** For clients, whom nobody knows. */
    public static final Http1Limits CLIENT = new Http1Limits(8 * 1024, 32 * 1024, 128, 8 * 1024, 256);

    /** For backends, which may set many cookies. */
    public static final Http1Limits BACKEND = new Http1Limits(8 * 1024, 64 * 1024, 256, 8 * 1024, 4 * 1024);

    public Http1Limits {
        if (startLineBytes < 16
                || headBytes < startLineBytes
                || fields < 1
                || trailerBytes < 16
                || chunkLineBytes < 32) {
            throw new IllegalArgumentException("limits are too small to read any message: start line " + startLineBytes
                    + ", head " + headBytes + ", fields " + fields + ", trailers " + trailerBytes + ", chunk line "
                    + chunkLineBytes);
        }
    }
}
