package dev.sluice.ask;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the authorities of a PEM file, and nobody else. */
final class Trust {
    private Trust() {}

    /** @throws AskFailure naming the file, if it cannot be read or holds no certificate */
    static SSLContext of(Path file) {
        try {
            Collection<? extends Certificate> authorities = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (authorities.isEmpty()) {
                throw new AskFailure(Exit.USAGE, "--ca " + file + ": holds no certificate, expected PEM");
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate authority : authorities) {
                trusted.setCertificateEntry("authority-" + number++, authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (IOException e) {
            throw new AskFailure(Exit.USAGE, "--ca " + file + ": cannot be read");
        } catch (GeneralSecurityException e) {
            throw new AskFailure(Exit.USAGE, "--ca " + file + ": expected certificates in PEM");
        }
    }
}
