package dev.sluice.tls;

import java.security.PublicKey;
import java.security.interfaces.ECKey;

/** What kind of signature a certificate's key makes, and which clients can verify it. */
enum KeyAlgorithm {
    RSA {
        @Override
        boolean verifiedBy(ClientHello hello) {
            // rsa_pkcs1_*, rsa_pss_rsae_*: RFC 8446 section 4.2.3
            return hello.verifies(0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806, 0x0201)
                    && (hello.offersTls13() || hello.speaks(0xC02F, 0xC030, 0xCCA8, 0xC013, 0xC014, 0xC027, 0xC028));
        }
    },
    ECDSA_P256 {
        @Override
        boolean verifiedBy(ClientHello hello) {
            return ecdsa(hello, 0x0403);
        }
    },
    ECDSA_P384 {
        @Override
        boolean verifiedBy(ClientHello hello) {
            return ecdsa(hello, 0x0503);
        }
    },
    ECDSA_P521 {
        @Override
        boolean verifiedBy(ClientHello hello) {
            return ecdsa(hello, 0x0603);
        }
    };

    abstract boolean verifiedBy(ClientHello hello);

    private static boolean ecdsa(ClientHello hello, int scheme) {
        return hello.verifies(scheme)
                && (hello.offersTls13() || hello.speaks(0xC02B, 0xC02C, 0xCCA9, 0xC009, 0xC00A, 0xC023, 0xC024));
    }

    /** @throws IllegalArgumentException if it is of another kind */
    static KeyAlgorithm of(PublicKey key) {
        if (key.getAlgorithm().equals("RSA")) {
            return RSA;
        }
        if (!(key instanceof ECKey ec)) {
            throw new IllegalArgumentException("a key of " + key.getAlgorithm() + ": expected RSA or EC");
        }
        return switch (ec.getParams().getOrder().bitLength()) {
            case 384 -> ECDSA_P384;
            case 521 -> ECDSA_P521;
            default -> ECDSA_P256;
        };
    }
}
