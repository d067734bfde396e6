package dev.sluice.tls;

import dev.sluice.identity.KeyedChain;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** A certificate that nobody vouches for, for hosts that have none: X.509 (RFC 5280 section 4.1) with a key on P-256. */
public final class SelfSigned {
    /** So that who sees it in a browser knows what it is. */
    public static final String NAME = "Sluice self-signed default certificate";

    private static final Duration BEFORE = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofDays(365);
    private static final DateTimeFormatter GENERALIZED =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int SERIAL_BITS = 120;

    /** ecdsa-with-SHA256: 1.2.840.10045.4.3.2. */
    private static final byte[] ECDSA_SHA256 = {0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
    };

    /** id-at-commonName: 2.5.4.3. */
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};

    private SelfSigned() {}

    /** Good from the day before {@code now} for a year. */
    public static KeyedChain make(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] content = content(pair.getPublic().getEncoded(), now);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(content);
            byte[] signed = element(0x03, new byte[] {0}, signature.sign());
            byte[] certificate = element(SEQUENCE, content, element(SEQUENCE, ECDSA_SHA256), signed);
            X509Certificate read = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
            return new KeyedChain(List.of(read), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has EC on secp256r1 and X.509", e);
        }
    }

    private static byte[] content(byte[] publicKey, Instant now) {
        byte[] version = element(0xa0, element(0x02, new byte[] {2}));
        byte[] serial = element(
                0x02,
                new BigInteger(SERIAL_BITS, new SecureRandom())
                        .setBit(SERIAL_BITS)
                        .toByteArray());
        byte[] name = element(
                SEQUENCE,
                element(SET, element(SEQUENCE, COMMON_NAME, element(0x0c, NAME.getBytes(StandardCharsets.UTF_8)))));
        byte[] validity = element(SEQUENCE, time(now.minus(BEFORE)), time(now.plus(LIFE)));
        return element(SEQUENCE, version, serial, element(SEQUENCE, ECDSA_SHA256), name, validity, name, publicKey);
    }

    private static byte[] time(Instant instant) {
        // RFC 5280 section 4.1.2.5: before 2050 as UTCTime, which has two digits of the year
        return element(0x17, GENERALIZED.format(instant).substring(2).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
        out.write(tag);
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
