package dev.sluice.tls;

import dev.sluice.resource.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * From what session tickets are sealed: secrets that all data planes of a fleet are given, else one of this process's own,
 * which changes from time to time. No ticket of one certificate or one demand on clients opens for another: from each
 * secret a key of its own is derived.
 */
public final class TicketSealing {
    private static final int SECRET_BYTES = 32;

    /**
     * Secrets in force, newest first.
     *
     * @param generation another one for other secrets
     */
    public record Secrets(long generation, List<SecretBytes> newestFirst) {
        public Secrets {
            newestFirst = List.copyOf(newestFirst);
        }
    }

    private final Supplier<List<SecretBytes>> given;
    private final LongSupplier nanoTime;
    private final long lifeNanos;
    private final SecureRandom random = new SecureRandom();
    private volatile List<SecretBytes> lastGiven = List.of();
    private volatile long renewal;
    private volatile Secrets secrets;

    /**
     * @param given by the control plane, newest first; empty: there are none
     * @param lifeNanos how long an own secret seals
     */
    public TicketSealing(Supplier<List<SecretBytes>> given, LongSupplier nanoTime, long lifeNanos) {
        this.given = given;
        this.nanoTime = nanoTime;
        this.lifeNanos = lifeNanos;
        this.renewal = nanoTime.getAsLong() + lifeNanos;
        this.secrets = new Secrets(1, List.of(fresh()));
    }

    /** What seals now. Cheap; asked at every handshake. */
    public Secrets secrets() {
        List<SecretBytes> now = given.get();
        if (now != lastGiven || nanoTime.getAsLong() - renewal >= 0) {
            renew(now);
        }
        return secrets;
    }

    private synchronized void renew(List<SecretBytes> now) {
        Secrets before = secrets;
        long time = nanoTime.getAsLong();
        if (!now.equals(lastGiven)) {
            secrets = new Secrets(before.generation() + 1, now.isEmpty() ? List.of(fresh()) : now);
        } else if (now.isEmpty() && time - renewal >= 0) {
            List<SecretBytes> kept = new ArrayList<>(List.of(fresh()));
            kept.add(before.newestFirst().get(0)); // for tickets that it has sealed
            secrets = new Secrets(before.generation() + 1, kept);
        }
        lastGiven = now;
        renewal = time + lifeNanos;
    }

    private SecretBytes fresh() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return SecretBytes.of(bytes);
    }

    /**
     * A key for one use, derived from a secret (HMAC with SHA-512).
     *
     * @param use what it is for
     * @return 64 bytes, of which the first 16 may be shown as the key's name
     */
    public static byte[] key(SecretBytes secret, String use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(secret.reveal(), "HmacSHA512"));
            return mac.doFinal(use.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA512", e);
        }
    }
}
