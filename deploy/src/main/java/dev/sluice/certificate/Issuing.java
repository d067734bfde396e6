package dev.sluice.certificate;

import dev.sluice.certificate.Folder.Content;
import dev.sluice.identity.InvalidCredentials;
import dev.sluice.identity.KeyedChain;
import dev.sluice.identity.PeerIdentity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Brings what is there to what is wished. It may be run at any time and as often as one likes: what is good enough stays as
 * it is. Nothing is written by halves; a run that is cut short is finished by the next.
 */
public final class Issuing {
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String BUNDLE = "ca.crt";
    private static final String STATE_KEY = "key";
    private static final int STATE_KEY_BYTES = 32;
    /** After so long everybody has read the certificates that came with a new authority. */
    private static final Duration BELIEVED = Duration.ofDays(1);

    private final Folder folder;
    private final Wishes wishes;
    private final Instant now;
    private final Consumer<String> say;

    private Issuing(Folder folder, Wishes wishes, Instant now, Consumer<String> say) {
        this.folder = folder;
        this.wishes = wishes;
        this.now = now;
        this.say = say;
    }

    /**
     * @param say is told a line about each Secret; never what is in it
     * @throws ForeignSecret if a Secret is somebody else's
     * @throws IllegalStateException if the authority cannot be read: it is not made anew, since all would have to believe it first
     */
    public static void run(Folder folder, Wishes wishes, Instant now, Consumer<String> say) {
        new Issuing(folder, wishes, now, say).run();
    }

    private void run() {
        Authorities authorities = authorities();
        wishes.holders().entrySet().stream()
                .sorted(Map.Entry.comparingByKey((a, b) -> a.toString().compareTo(b.toString())))
                .forEach(entry -> holder(entry.getKey(), entry.getValue(), authorities));
        wishes.stateKeys().forEach(this::stateKey);
    }

    private Authorities authorities() {
        SecretName name = wishes.authority();
        Optional<Content> before = folder.read(name);
        if (before.isEmpty()) {
            Authorities founded = Authorities.found(now, wishes.authorityLife());
            folder.write(name, founded.files(), "");
            say.accept(name + ": made, until " + end(founded.current().certificate()));
            return founded;
        }
        Authorities read = read(name, before.get());
        Authorities next = next(read);
        if (next.equals(read)) {
            say.accept(name + ": good until " + end(read.current().certificate()));
        } else {
            folder.write(name, next.files(), before.get().mark());
            say.accept(name + ": " + change(read, next));
        }
        return next;
    }

    private static Authorities read(SecretName name, Content content) {
        try {
            return Authorities.read(content.files(), name.toString());
        } catch (InvalidCredentials e) {
            throw new IllegalStateException(e.getMessage() + "; delete it to begin with a new authority", e);
        }
    }

    private Authorities next(Authorities read) {
        Authorities advanced = read.advanced(now);
        if (!advanced.equals(read)) {
            return advanced;
        }
        Instant end = read.current().certificate().getNotAfter().toInstant();
        if (wishes.exchange() || now.plus(wishes.life().multipliedBy(2)).isAfter(end)) {
            return read.announcing(now, wishes.authorityLife());
        }
        boolean settled = !now.isBefore(Keyed.made(read.current().certificate())
                .plus(Authorities.ANNOUNCED)
                .plus(BELIEVED));
        return settled ? read.forgetting() : read;
    }

    private static String change(Authorities before, Authorities after) {
        if (!after.current().equals(before.current())) {
            return "exchanged, until " + end(after.current().certificate());
        }
        return after.next().isPresent()
                ? "the next one is announced; it signs when this is run again, 10 minutes from now or later"
                : "the one before is no longer believed";
    }

    private void holder(SecretName name, Subject subject, Authorities authorities) {
        Optional<Content> before = folder.read(name);
        Optional<X509Certificate> good = before.flatMap(
                content -> good(content, subject, authorities.current().certificate()));
        String mark = before.map(Content::mark).orElse("");
        if (good.isEmpty()) {
            Keyed issued = authorities.current().issue(subject, now, wishes.life());
            Map<String, byte[]> files = new TreeMap<>();
            files.put(CERTIFICATE, ascii(issued.certificatePem()));
            files.put(KEY, ascii(issued.keyPem()));
            files.put(BUNDLE, authorities.bundle());
            folder.write(name, files, mark);
            say.accept(name + ": made for " + subject.name() + ", until " + end(issued.certificate()));
        } else if (!Arrays.equals(before.orElseThrow().files().get(BUNDLE), authorities.bundle())) {
            Map<String, byte[]> files = new TreeMap<>(before.orElseThrow().files());
            files.put(BUNDLE, authorities.bundle());
            folder.write(name, files, mark);
            say.accept(name + ": believes other authorities; good until " + end(good.get()));
        } else {
            say.accept(name + ": good until " + end(good.get()));
        }
    }

    /** The certificate that is there, if it need not be made anew. */
    private Optional<X509Certificate> good(Content content, Subject subject, X509Certificate authority) {
        try {
            X509Certificate there = KeyedChain.read(
                            content.files().getOrDefault(CERTIFICATE, new byte[0]),
                            content.files().getOrDefault(KEY, new byte[0]),
                            CERTIFICATE,
                            KEY)
                    .leaf();
            there.verify(authority.getPublicKey());
            boolean lasting =
                    now.plus(wishes.renewBefore()).isBefore(there.getNotAfter().toInstant());
            return lasting && PeerIdentity.of(there).names().equals(names(subject))
                    ? Optional.of(there)
                    : Optional.empty();
        } catch (InvalidCredentials | GeneralSecurityException e) {
            return Optional.empty(); // it is no use to anybody: another takes its place
        }
    }

    private static List<String> names(Subject subject) {
        return switch (subject) {
            case Subject.Authority authority -> List.of();
            case Subject.Server(String name, List<String> hosts) -> hosts;
            case Subject.Client(String name, String uri) -> List.of(uri);
        };
    }

    /** Made once: what was written with it must be read after every start. */
    private void stateKey(SecretName name) {
        if (folder.read(name).isPresent()) {
            say.accept(name + ": there");
            return;
        }
        byte[] key = new byte[STATE_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        folder.write(name, Map.of(STATE_KEY, ascii(Base64.getEncoder().encodeToString(key))), "");
        say.accept(name + ": made");
    }

    private static String end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
