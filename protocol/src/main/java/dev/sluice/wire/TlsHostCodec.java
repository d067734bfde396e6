package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.read;
import static dev.sluice.wire.FieldRefused.unknownValue;

import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.key.ResourceKey.TrustBundleKey;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.TlsHost.ClientAuth;
import dev.sluice.resource.TlsHost.Fallback;
import dev.sluice.resource.TlsHost.OtherAuthority;
import dev.sluice.resource.TlsHost.Parameters;
import dev.sluice.resource.TlsHost.TlsVersion;
import dev.sluice.wire.v1.ClientVerdict;
import dev.sluice.wire.v1.TlsFallback;
import dev.sluice.wire.v1.TlsParameters;
import java.util.List;
import java.util.Optional;

/** What TLS handshakes for one host are answered with. */
final class TlsHostCodec {
    private TlsHostCodec() {}

    static dev.sluice.wire.v1.TlsHost toWire(TlsHost host) {
        dev.sluice.wire.v1.TlsHost.Builder wire = dev.sluice.wire.v1.TlsHost.newBuilder()
                .setPort(host.port())
                .setHost(HostCodec.toWire(host.host()))
                .addAllCertificates(
                        host.certificates().stream().map(CertificateKey::id).toList())
                .setFallback(toWire(host.fallback()))
                .setAuthority(toWire(host.authority()))
                .setSource(ObjectCodec.toWire(host.source()));
        host.clientAuth().ifPresent(auth -> wire.setClientAuth(toWire(auth)));
        if (!host.parameters().equals(Parameters.OF_DATA_PLANE)) {
            wire.setParameters(toWire(host.parameters()));
        }
        return wire.build();
    }

    static TlsHost fromWire(TlsHostKey key, dev.sluice.wire.v1.TlsHost wire) {
        known(wire, "");
        List<CertificateKey> certificates = Each.read(
                wire.getCertificatesList(), "certificates", (id, field) -> read(field, () -> new CertificateKey(id)));
        return new TlsHost(
                key,
                wire.getPort(),
                HostCodec.fromWire(wire.hasHost(), wire.getHost(), "host"),
                certificates,
                fallback(wire),
                wire.hasClientAuth() ? Optional.of(clientAuth(wire.getClientAuth())) : Optional.empty(),
                authority(wire),
                wire.hasParameters() ? parameters(wire.getParameters()) : Parameters.OF_DATA_PLANE,
                ObjectCodec.fromWire(wire.hasSource(), wire.getSource(), "source"));
    }

    private static TlsFallback toWire(Fallback fallback) {
        return switch (fallback) {
            case DEFAULT_CERTIFICATE -> TlsFallback.TLS_FALLBACK_DEFAULT_CERTIFICATE;
            case REFUSE_HANDSHAKE -> TlsFallback.TLS_FALLBACK_REFUSE_HANDSHAKE;
        };
    }

    private static Fallback fallback(dev.sluice.wire.v1.TlsHost wire) {
        return switch (wire.getFallback()) {
            case TLS_FALLBACK_DEFAULT_CERTIFICATE -> Fallback.DEFAULT_CERTIFICATE;
            case TLS_FALLBACK_REFUSE_HANDSHAKE -> Fallback.REFUSE_HANDSHAKE;
            case TLS_FALLBACK_UNSPECIFIED, UNRECOGNIZED -> throw unknownValue("fallback", wire.getFallbackValue());
        };
    }

    private static dev.sluice.wire.v1.OtherAuthority toWire(OtherAuthority authority) {
        return switch (authority) {
            case SERVE -> dev.sluice.wire.v1.OtherAuthority.OTHER_AUTHORITY_SERVE;
            case REFUSE -> dev.sluice.wire.v1.OtherAuthority.OTHER_AUTHORITY_REFUSE;
        };
    }

    private static OtherAuthority authority(dev.sluice.wire.v1.TlsHost wire) {
        return switch (wire.getAuthority()) {
            case OTHER_AUTHORITY_SERVE -> OtherAuthority.SERVE;
            case OTHER_AUTHORITY_REFUSE -> OtherAuthority.REFUSE;
            case OTHER_AUTHORITY_UNSPECIFIED, UNRECOGNIZED -> throw unknownValue("authority", wire.getAuthorityValue());
        };
    }

    private static dev.sluice.wire.v1.ClientAuth toWire(ClientAuth auth) {
        ClientVerdict verdict = switch (auth.verdict()) {
            case IN_HANDSHAKE -> ClientVerdict.CLIENT_VERDICT_IN_HANDSHAKE;
            case BY_ANSWER -> ClientVerdict.CLIENT_VERDICT_BY_ANSWER;
        };
        return dev.sluice.wire.v1.ClientAuth.newBuilder()
                .setTrust(auth.trust().id())
                .setDepth(auth.depth())
                .setVerdict(verdict)
                .build();
    }

    private static ClientAuth clientAuth(dev.sluice.wire.v1.ClientAuth wire) {
        known(wire, "client_auth");
        ClientAuth.Verdict verdict = switch (wire.getVerdict()) {
            case CLIENT_VERDICT_IN_HANDSHAKE -> ClientAuth.Verdict.IN_HANDSHAKE;
            case CLIENT_VERDICT_BY_ANSWER -> ClientAuth.Verdict.BY_ANSWER;
            case CLIENT_VERDICT_UNSPECIFIED, UNRECOGNIZED ->
                throw unknownValue("client_auth.verdict", wire.getVerdictValue());
        };
        return read("client_auth", () -> new ClientAuth(new TrustBundleKey(wire.getTrust()), wire.getDepth(), verdict));
    }

    private static TlsParameters toWire(Parameters parameters) {
        return TlsParameters.newBuilder()
                .setMinimum(parameters.minimum().map(TlsHostCodec::text).orElse(""))
                .addAllCiphers(parameters.ciphers())
                .build();
    }

    private static Parameters parameters(TlsParameters wire) {
        known(wire, "parameters");
        return new Parameters(minimum(wire.getMinimum()), wire.getCiphersList());
    }

    private static String text(TlsVersion version) {
        return switch (version) {
            case TLS_1_2 -> "1.2";
            case TLS_1_3 -> "1.3";
        };
    }

    private static Optional<TlsVersion> minimum(String text) {
        return switch (text) {
            case "" -> Optional.empty();
            case "1.2" -> Optional.of(TlsVersion.TLS_1_2);
            case "1.3" -> Optional.of(TlsVersion.TLS_1_3);
            default -> throw new FieldRefused("parameters.minimum", "'" + text + "'", "1.2 or 1.3");
        };
    }
}
