package dev.sluice.tls;

/** What the JDK's TLS is told for the whole process, because it cannot be told for one connection. */
public final class JdkTls {
    private static final String REFUSES = "jdk.tls.rejectClientInitiatedRenegotiation";

    private JdkTls() {}

    /**
     * A client may not ask for another handshake within TLS 1.2: each costs the server a signature, and one connection could
     * ask for any number (CVE-2011-1473); no client of HTTP needs it (RFC 9113 section 9.2.1 forbids it). The JDK looks when its first
     * handshake as a server begins. What the command line says stays.
     */
    public static void refuseRenegotiation() {
        if (System.getProperty(REFUSES) == null) {
            System.setProperty(REFUSES, "true");
        }
    }
}
