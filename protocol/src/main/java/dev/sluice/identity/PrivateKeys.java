package dev.sluice.identity;

import dev.sluice.identity.Pem.Block;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** Private keys in the forms in which they come: PKCS #8, PKCS #1 (cert-manager's default) and SEC 1. Not encrypted. */
final class PrivateKeys {
    private static final byte[] CHALLENGE = "sluice".getBytes(StandardCharsets.US_ASCII);
    private static final String EXPECTED =
            "one unencrypted block PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY, that of the certificate";

    private PrivateKeys() {}

    /**
     * The one key of a file.
     *
     * @param of the key that the certificate has, whose other half is expected
     */
    static PrivateKey read(List<Block> blocks, PublicKey of, String file) throws InvalidCredentials {
        List<Block> keys = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new InvalidCredentials(file + ": " + keys.size() + " private keys: expected " + EXPECTED);
        }
        Block block = keys.get(0);
        try {
            PrivateKey key = key(block, of, file);
            if (!halves(key, of)) {
                throw new InvalidCredentials(file + ": is not the key of the certificate");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new InvalidCredentials(file + ": " + block + " is no key of the certificate's algorithm, "
                    + of.getAlgorithm()); // without the cause: it may quote the key
        }
    }

    private static PrivateKey key(Block block, PublicKey of, String file)
            throws InvalidCredentials, GeneralSecurityException {
        byte[] encoded = switch (block.label()) {
            case "PRIVATE KEY" -> block.content();
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> Der.pkcs8(of.getEncoded(), block.content());
            default -> throw new InvalidCredentials(file + ": a block " + block.label() + ": expected " + EXPECTED);
        };
        return KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static boolean halves(PrivateKey key, PublicKey of) throws GeneralSecurityException {
        if (key instanceof RSAKey half && of instanceof RSAKey other) {
            return half.getModulus().equals(other.getModulus()); // a signature costs a millisecond
        }
        String algorithm = switch (of.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            default -> of.getAlgorithm(); // EdDSA signs with itself
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(CHALLENGE);
        byte[] signed = signature.sign();
        signature.initVerify(of);
        signature.update(CHALLENGE);
        return signature.verify(signed);
    }
}
