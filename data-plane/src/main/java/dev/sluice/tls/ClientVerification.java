package dev.sluice.tls;

import java.security.cert.CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What client certificates of a host are measured against. */
public final class ClientVerification {
    /** Where a missing or bad certificate is answered. */
    public enum Verdict {
        IN_HANDSHAKE,
        BY_ANSWER
    }

    private final CertificatePath path;
    private final Verdict verdict;
    private final String digest;

    /**
     * @param authorities none: no certificate is good
     * @param revocations empty: revocation is not checked
     * @param depth how many certificates may stand between a client's and its authority's, the latter included; 1 or more
     * @param digest tells equal ones from different ones, whatever they differ in
     */
    public ClientVerification(
            List<X509Certificate> authorities, List<CRL> revocations, int depth, Verdict verdict, String digest) {
        this.path = new CertificatePath(authorities, revocations, depth - 1, CertificatePath.CLIENTS);
        this.verdict = verdict;
        this.digest = digest;
    }

    public List<X509Certificate> authorities() {
        return path.authorities();
    }

    public Verdict verdict() {
        return verdict;
    }

    public String digest() {
        return digest;
    }

    /** Whether both come to the same of every client, whatever has been made anew around them. */
    boolean measuresAs(@Nullable ClientVerification other) {
        return other != null && verdict == other.verdict && digest.equals(other.digest);
    }

    /** As {@link CertificatePath#flaw}. */
    public @Nullable String flaw(List<X509Certificate> chain) {
        return path.flaw(chain);
    }

    @Override
    public String toString() {
        return "client certificates of " + path + ", " + verdict;
    }
}
