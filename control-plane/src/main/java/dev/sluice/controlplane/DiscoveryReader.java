package dev.sluice.controlplane;

import dev.sluice.identity.Admission;
import dev.sluice.identity.AllowedIdentity;
import dev.sluice.identity.PlainText;
import dev.sluice.identity.TlsFiles;
import dev.sluice.publish.DiscoverySecurity;
import dev.sluice.settings.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how the stream to data planes is protected; refuses to leave it open to the network unasked. */
final class DiscoveryReader {
    private static final String ALLOWED = "allowed";
    private static final String ALLOWED_FILE = "allowed-file";
    private static final String PLAIN_TEXT = "plain-text";

    private DiscoveryReader() {}

    /** @param section {@code sluice.control-plane.discovery} */
    static DiscoverySecurity security(Section section, String host) {
        Section tls = section.section("tls");
        Duration reload = tls.duration("reload", Duration.ofMillis(100), Duration.ofHours(1));
        Optional<TlsFiles> files = TlsFiles.read(tls, "client-ca");
        List<AllowedIdentity> allowed = allowed(tls);
        Optional<Path> allowedFile = tls.optional(ALLOWED_FILE).map(Path::of);
        boolean plainText = section.flag(PLAIN_TEXT);
        if (files.isPresent()) {
            if (plainText) {
                throw section.invalid(PLAIN_TEXT, true, "false, since discovery.tls is set");
            }
            if (allowed.isEmpty() && allowedFile.isEmpty()) {
                throw tls.invalid(ALLOWED, "[]", "who may follow, one or more of " + AllowedIdentity.FORM);
            }
            return new DiscoverySecurity(files, new Admission.Listed(allowed), allowedFile, reload);
        }
        if (!allowed.isEmpty()) {
            throw tls.invalid(
                    ALLOWED, allowed, "certificate, key and client-ca beside it: without TLS nobody is known");
        }
        if (allowedFile.isPresent()) {
            throw tls.invalid(
                    ALLOWED_FILE,
                    allowedFile.get(),
                    "certificate, key and client-ca beside it: without TLS nobody is known");
        }
        if (!plainText && !PlainText.staysHere(host)) {
            throw section.invalid(
                    "host",
                    host,
                    "a loopback address, or TLS (discovery.tls: certificate, key, client-ca, allowed), or"
                            + " --discovery-plaintext (discovery.plain-text = true) to send routes and keys over the"
                            + " network unprotected");
        }
        return new DiscoverySecurity(files, new Admission.Everybody(), Optional.empty(), reload);
    }

    private static List<AllowedIdentity> allowed(Section tls) {
        List<AllowedIdentity> entries = new ArrayList<>();
        for (String text : tls.texts(ALLOWED)) {
            try {
                entries.add(AllowedIdentity.parse(text));
            } catch (IllegalArgumentException e) {
                throw tls.invalid(ALLOWED, text, AllowedIdentity.FORM);
            }
        }
        return entries;
    }
}
