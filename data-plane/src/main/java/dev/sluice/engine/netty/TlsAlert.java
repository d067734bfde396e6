package dev.sluice.engine.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Alerts that are sent where no TLS has begun (RFC 8446 section 6). */
enum TlsAlert {
    /** RFC 6066 section 3. */
    UNRECOGNIZED_NAME(112);

    private static final int ALERT = 21;
    private static final int FATAL = 2;

    private final int description;

    TlsAlert(int description) {
        this.description = description;
    }

    /** A whole record, fatal; of TLS 1.2, as every record of a handshake calls itself. */
    ByteBuf record(ByteBufAllocator allocator) {
        return allocator
                .ioBuffer(7)
                .writeByte(ALERT)
                .writeShort(0x0303)
                .writeShort(2)
                .writeByte(FATAL)
                .writeByte(description);
    }
}
