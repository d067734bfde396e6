package dev.sluice.certificate;

import dev.sluice.identity.InvalidCredentials;
import dev.sluice.identity.KeyedChain;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** A certificate (RFC 5280) and its key, RSA: what Akka reads for connections between replicas. */
record Keyed(X509Certificate certificate, PrivateKey key) {
    private static final String SIGNATURE = "SHA256withRSA";
    private static final int AUTHORITY_BITS = 3072;
    private static final int HOLDER_BITS = 2048;
    private static final int SERIAL_BITS = 120;
    /** Clocks of others may be behind. */
    private static final Duration EARLIER = Duration.ofMinutes(10);

    /** sha256WithRSAEncryption (1.2.840.113549.1.1.11), with its parameter NULL. */
    private static final byte[] ALGORITHM = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00
    };

    /** id-at-commonName: 2.5.4.3. */
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};

    /** One that vouches for itself. */
    static Keyed authority(String name, Instant now, Duration life) {
        KeyPair pair = pair(AUTHORITY_BITS);
        byte[] own = name(name);
        return new Keyed(
                signed(
                        new Subject.Authority(name),
                        own,
                        pair.getPublic(),
                        pair.getPublic(),
                        pair.getPrivate(),
                        now,
                        life),
                pair.getPrivate());
    }

    /** One that this authority vouches for; not longer than it is good itself. */
    Keyed issue(Subject subject, Instant now, Duration life) {
        KeyPair pair = pair(HOLDER_BITS);
        Duration left = Duration.between(now, certificate.getNotAfter().toInstant());
        X509Certificate issued = signed(
                subject,
                certificate.getSubjectX500Principal().getEncoded(),
                pair.getPublic(),
                certificate.getPublicKey(),
                key,
                now,
                left.compareTo(life) < 0 ? left : life);
        return new Keyed(issued, pair.getPrivate());
    }

    /** @throws InvalidCredentials if the two are no PEM, or do not belong together; {@code place} is what it names */
    static Keyed read(byte[] certificate, byte[] key, String place) throws InvalidCredentials {
        KeyedChain chain = KeyedChain.read(certificate, key, place + " tls.crt", place + " tls.key");
        return new Keyed(chain.leaf(), chain.key());
    }

    String certificatePem() {
        return pem(certificate);
    }

    static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was decoded has an encoding", e);
        }
    }

    /** PKCS #8. Never to be printed. */
    String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String label, byte[] content) {
        byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, newLine).encodeToString(content) + "\n-----END " + label + "-----\n";
    }

    /** When one of ours was made. */
    static Instant made(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant().plus(EARLIER);
    }

    private static X509Certificate signed(
            Subject subject,
            byte[] issuerName,
            PublicKey key,
            PublicKey issuer,
            PrivateKey issuerKey,
            Instant now,
            Duration life) {
        byte[] content = Der.sequence(
                Der.element(0xa0, Der.integer(BigInteger.TWO)), // version 3
                Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS)),
                ALGORITHM,
                issuerName,
                Der.sequence(Der.time(now.minus(EARLIER)), Der.time(now.plus(life))),
                name(subject.name()),
                key.getEncoded(),
                Extensions.of(subject, key, issuer));
        try {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(issuerKey);
            signature.update(content);
            byte[] whole = Der.sequence(content, ALGORITHM, Der.bits(0, signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA and X.509", e);
        }
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.text(commonName))));
    }

    private static KeyPair pair(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal() + " until "
                + certificate.getNotAfter().toInstant();
    }
}
