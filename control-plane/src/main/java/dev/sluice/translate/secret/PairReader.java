package dev.sluice.translate.secret;

import dev.sluice.identity.InvalidCredentials;
import dev.sluice.identity.KeyedChain;
import dev.sluice.identity.ServerNames;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.SecretBytes;
import dev.sluice.state.ObservedSecret;
import dev.sluice.translate.secret.SecretStanding.NoPair;
import dev.sluice.translate.secret.SecretStanding.Pair;
import dev.sluice.translate.secret.SecretStanding.Shown;
import java.security.cert.CertificateEncodingException;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls.crt} and {@code tls.key}. */
final class PairReader {
    private static final String CHAIN = "tls.crt";
    private static final String KEY = "tls.key";

    private PairReader() {}

    static Pair read(ObservedSecret secret) {
        @Nullable SecretBytes chain = secret.data().get(CHAIN);
        @Nullable SecretBytes key = secret.data().get(KEY);
        if (chain == null || key == null) {
            return new NoPair(
                    "has no " + (chain == null ? CHAIN : KEY) + ": expected a Secret of type kubernetes.io/tls");
        }
        try {
            KeyedChain pair = KeyedChain.ofSecret(chain.reveal(), key.reveal());
            return new Shown(
                    // Written anew: a key that somebody has put into tls.crt stays where it is.
                    new Certificate(new CertificateKey(secret.key().path()), PemText.of(pair.chain()), key),
                    new CertificateNames(ServerNames.of(pair.leaf())),
                    pair.leaf().getNotAfter().getTime() / 1000);
        } catch (InvalidCredentials | CertificateEncodingException e) {
            return new NoPair("cannot be used: " + e.getMessage());
        }
    }
}
