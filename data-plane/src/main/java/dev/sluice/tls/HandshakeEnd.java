package dev.sluice.tls;

/** How a handshake ended: the closed set that labels metrics. */
public enum HandshakeEnd {
    FULL("full"),
    RESUMED("resumed"),
    PASSED_THROUGH("passed-through"),
    /** The first bytes are no TLS. */
    NOT_TLS("not-tls"),
    MALFORMED_HELLO("malformed-hello"),
    HELLO_TOO_LONG("hello-too-long"),
    /** No host is for the server name, or it has no certificate and asks for the handshake to fail, or waits for it. */
    UNKNOWN_NAME("unknown-name"),
    /** No version, cipher or protocol that both sides speak. */
    NOTHING_IN_COMMON("nothing-in-common"),
    /** The certificate of the client is missing or bad, where that is to be answered by the handshake. */
    CLIENT_CERTIFICATE("client-certificate"),
    /** The client sent an alert: it does not like the certificate, for instance. */
    CLIENT_ALERT("client-alert"),
    TIMEOUT("timeout"),
    CLIENT_GONE("client-gone"),
    FAILED("failed");

    private final String text;

    HandshakeEnd(String text) {
        this.text = text;
    }

    /** As it stands in metric labels. */
    public String text() {
        return text;
    }
}
