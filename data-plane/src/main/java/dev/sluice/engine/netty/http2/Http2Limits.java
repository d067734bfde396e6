package dev.sluice.engine.netty.http2;

/**
 * What a peer may do on one HTTP/2 connection. "Often" is counted over {@link Allowance#WINDOW_NANOS}.
 *
 * @param streams requests at the same time, 1 or more
 * @param streamWindow bytes of a body that may come before they are wanted, 65,535 to 16 MiB: peers assume the least before
 *     they have read our settings
 * @param connectionWindow the same over all streams of the connection, not less than of one; also what all of them may
 *     hold of responses for which the peer gives no window
 * @param resets how often a peer may end a stream before its time, itself or by making us do it, 1 or more
 * @param controlFrames how often it may send frames that carry nothing, beyond what goes with those that do, 16 or more
 * @param continuations frames that one field block may need beyond the first, 0 or more
 * @param tableBytes what a peer may have us remember of its fields, 0 to 64 KiB
 */
public record Http2Limits(
        int streams,
        int streamWindow,
        int connectionWindow,
        int resets,
        int controlFrames,
        int continuations,
        int tableBytes) {
    /** For clients, whom nobody knows: as many streams as nginx allows, resets as a browser that leaves a page needs. */
    public static final Http2Limits CLIENT = new Http2Limits(128, 256 << 10, 1 << 20, 200, 500, 8, 4096);

    /** For backends: one connection carries many clients, of whom a slow one must not stop the others. */
    public static final Http2Limits BACKEND = new Http2Limits(100, 256 << 10, 32 << 20, 10_000, 10_000, 32, 4096);

    public Http2Limits {
        within("streams", streams, 1, 1_000_000);
        within("streamWindow", streamWindow, 65_535, 16 << 20);
        within("connectionWindow", connectionWindow, streamWindow, 1 << 30);
        within("resets", resets, 1, Integer.MAX_VALUE);
        within("controlFrames", controlFrames, 16, Integer.MAX_VALUE);
        within("continuations", continuations, 0, 1024);
        within("tableBytes", tableBytes, 0, 64 << 10);
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + least + " to " + most);
        }
    }
}
