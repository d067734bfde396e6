package dev.sluice.tls;

/** Alerts that are sent where no TLS has begun (RFC 8446 section 6). */
public enum TlsAlert {
    /** RFC 6066 section 3: nobody here is for the server name. */
    UNRECOGNIZED_NAME(112),
    /** RFC 8446 section 6.2: what went wrong has nothing to do with the peer. */
    INTERNAL_ERROR(80);

    private static final byte ALERT = 21;
    private static final byte FATAL = 2;

    private final int description;

    TlsAlert(int description) {
        this.description = description;
    }

    /** A whole record, fatal; of TLS 1.2, as every record of a handshake calls itself. */
    public byte[] record() {
        return new byte[] {ALERT, 3, 3, 0, 2, FATAL, (byte) description};
    }
}
