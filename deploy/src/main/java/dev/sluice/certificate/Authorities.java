package dev.sluice.certificate;

import dev.sluice.identity.InvalidCredentials;
import dev.sluice.identity.PemCertificates;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who vouches now, and who did before or will. An authority is exchanged in steps, so that whoever looks at the files late
 * believes everybody all the time: the next one is announced in every bundle; then it signs, and the one before is believed
 * for a while.
 *
 * @param current that signs
 * @param next is believed already
 * @param previous is still believed
 */
record Authorities(Keyed current, Optional<Keyed> next, Optional<X509Certificate> previous) {
    static final String NAME = "Sluice";
    /** Kubelets bring new content of Secrets within two minutes, planes look every 10 s to a minute. */
    static final Duration ANNOUNCED = Duration.ofMinutes(10);

    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String NEXT_CERTIFICATE = "next.crt";
    private static final String NEXT_KEY = "next.key";
    private static final String PREVIOUS = "previous.crt";

    static Authorities found(Instant now, Duration life) {
        return new Authorities(Keyed.authority(NAME, now, life), Optional.empty(), Optional.empty());
    }

    /** @throws InvalidCredentials if a file is missing or broken */
    static Authorities read(Map<String, byte[]> files, String place) throws InvalidCredentials {
        Keyed current = Keyed.read(file(files, CERTIFICATE), file(files, KEY), place);
        Optional<Keyed> next = files.containsKey(NEXT_KEY)
                ? Optional.of(Keyed.read(file(files, NEXT_CERTIFICATE), file(files, NEXT_KEY), place + " next"))
                : Optional.empty();
        Optional<X509Certificate> previous = files.containsKey(PREVIOUS)
                ? Optional.of(PemCertificates.read(file(files, PREVIOUS), place + " " + PREVIOUS)
                        .getFirst())
                : Optional.empty();
        return new Authorities(current, next, previous);
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        return files.getOrDefault(name, new byte[0]);
    }

    Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(CERTIFICATE, ascii(current.certificatePem()));
        files.put(KEY, ascii(current.keyPem()));
        next.ifPresent(keyed -> {
            files.put(NEXT_CERTIFICATE, ascii(keyed.certificatePem()));
            files.put(NEXT_KEY, ascii(keyed.keyPem()));
        });
        previous.ifPresent(certificate -> files.put(PREVIOUS, ascii(Keyed.pem(certificate))));
        return files;
    }

    /** Whom all should believe: the one that signs first, since Akka takes only that one. */
    byte[] bundle() {
        StringBuilder text = new StringBuilder(current.certificatePem());
        next.ifPresent(keyed -> text.append(keyed.certificatePem()));
        previous.ifPresent(certificate -> text.append(Keyed.pem(certificate)));
        return ascii(text.toString());
    }

    /** The same, with a next one announced; as it is if one is already. */
    Authorities announcing(Instant now, Duration life) {
        return next.isPresent()
                ? this
                : new Authorities(current, Optional.of(Keyed.authority(NAME, now, life)), previous);
    }

    /** The same, or with the next one signing if it has been announced for long enough. */
    Authorities advanced(Instant now) {
        return next.filter(
                        keyed -> !now.isBefore(Keyed.made(keyed.certificate()).plus(ANNOUNCED)))
                .map(keyed -> new Authorities(keyed, Optional.empty(), Optional.of(current.certificate())))
                .orElse(this);
    }

    /** The same without the one before. */
    Authorities forgetting() {
        return new Authorities(current, next, Optional.empty());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
