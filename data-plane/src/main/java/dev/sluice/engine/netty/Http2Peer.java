package dev.sluice.engine.netty;

import dev.sluice.engine.netty.http2.ConnectionError;
import dev.sluice.engine.netty.http2.ErrorCode;
import dev.sluice.engine.netty.http2.FrameReader;
import dev.sluice.engine.netty.http2.SettingId;

/** What the peer of an HTTP/2 connection has said in its SETTINGS (RFC 9113 section 6.5.2). */
final class Http2Peer {
    private static final int LARGEST_FRAME = (1 << 24) - 1;

    private int initialWindow = 65_535;
    private int windowChange;
    private int maxFrame = FrameReader.MAX_FRAME;
    private int maxStreams = Integer.MAX_VALUE;
    private boolean connectProtocol;

    int initialWindow() {
        return initialWindow;
    }

    /** By how much the windows of streams that are open change; asked once behind SETTINGS. */
    int windowChange() {
        int change = windowChange;
        windowChange = 0;
        return change;
    }

    /** Bytes of a frame that it takes; not more than we like to write at once. */
    int maxFrame() {
        return maxFrame;
    }

    /** Streams that we may have open. */
    int maxStreams() {
        return maxStreams;
    }

    /** RFC 8441: it takes CONNECT with a protocol. */
    boolean connectProtocol() {
        return connectProtocol;
    }

    /** @param value of 32 bits */
    void setting(int id, long value) {
        switch (id) {
            case SettingId.INITIAL_WINDOW_SIZE -> {
                if (value > Integer.MAX_VALUE) {
                    throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "an initial window of " + value);
                }
                windowChange += (int) value - initialWindow;
                initialWindow = (int) value;
            }
            case SettingId.MAX_FRAME_SIZE -> {
                if (value < FrameReader.MAX_FRAME || value > LARGEST_FRAME) {
                    throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "frames of " + value);
                }
                maxFrame = (int) Math.min(value, 2L * FrameReader.MAX_FRAME);
            }
            case SettingId.MAX_CONCURRENT_STREAMS -> maxStreams = (int) Math.min(value, Integer.MAX_VALUE);
            case SettingId.ENABLE_PUSH, SettingId.ENABLE_CONNECT_PROTOCOL -> {
                if (value > 1) {
                    throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, "a switch of " + value);
                }
                connectProtocol |= id == SettingId.ENABLE_CONNECT_PROTOCOL && value == 1;
            }
            default -> {} // nothing is pushed, no table is used, and a large list of fields is the peer's to refuse
        }
    }
}
