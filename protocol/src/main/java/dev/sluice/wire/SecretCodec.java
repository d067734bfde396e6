package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;

import com.google.protobuf.ByteString;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.CredentialKey;
import dev.sluice.key.ResourceKey.TicketKeysKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.Credential;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.TicketKeys;
import dev.sluice.resource.TrustBundle;

/** Certificates, authorities, credentials and ticket keys. Nothing of their content is ever put into a message. */
final class SecretCodec {
    private SecretCodec() {}

    static dev.sluice.wire.v1.Certificate toWire(Certificate certificate) {
        return dev.sluice.wire.v1.Certificate.newBuilder()
                .setChainPem(certificate.chainPem())
                .setPrivateKeyPem(bytes(certificate.privateKeyPem()))
                .build();
    }

    static Certificate fromWire(CertificateKey key, dev.sluice.wire.v1.Certificate wire) {
        known(wire, "");
        return new Certificate(key, wire.getChainPem(), secret(wire.getPrivateKeyPem()));
    }

    static dev.sluice.wire.v1.TrustBundle toWire(TrustBundle bundle) {
        return dev.sluice.wire.v1.TrustBundle.newBuilder()
                .setCertificatesPem(bundle.certificatesPem())
                .setRevocationsPem(bundle.revocationsPem())
                .build();
    }

    static TrustBundle fromWire(TrustBundleKey key, dev.sluice.wire.v1.TrustBundle wire) {
        known(wire, "");
        return new TrustBundle(key, wire.getCertificatesPem(), wire.getRevocationsPem());
    }

    static dev.sluice.wire.v1.Credential toWire(Credential credential) {
        return dev.sluice.wire.v1.Credential.newBuilder()
                .setHtpasswd(bytes(credential.htpasswd()))
                .build();
    }

    static Credential fromWire(CredentialKey key, dev.sluice.wire.v1.Credential wire) {
        known(wire, "");
        return new Credential(key, secret(wire.getHtpasswd()));
    }

    static dev.sluice.wire.v1.TicketKeys toWire(TicketKeys keys) {
        return dev.sluice.wire.v1.TicketKeys.newBuilder()
                .addAllKeys(keys.keys().stream().map(SecretCodec::bytes).toList())
                .build();
    }

    static TicketKeys fromWire(TicketKeysKey key, dev.sluice.wire.v1.TicketKeys wire) {
        known(wire, "");
        return new TicketKeys(
                key, wire.getKeysList().stream().map(SecretCodec::secret).toList());
    }

    private static ByteString bytes(SecretBytes secret) {
        return ByteString.copyFrom(secret.reveal());
    }

    private static SecretBytes secret(ByteString bytes) {
        return SecretBytes.of(bytes.toByteArray());
    }
}
