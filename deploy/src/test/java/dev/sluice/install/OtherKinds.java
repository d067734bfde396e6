package dev.sluice.install;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of cert-manager and of the Prometheus operator, whose models Maven Central has not for this client: the fields that the
 * tree uses, as the references of cert-manager.io/v1 and monitoring.coreos.com/v1 have them. Any other field or value fails.
 */
final class OtherKinds {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Pattern TIME = Pattern.compile("([0-9]+(h|m|s))+");
    private static final Map<String, Class<?>> KINDS = Map.of(
            "cert-manager.io/v1 ClusterIssuer", ClusterIssuer.class,
            "cert-manager.io/v1 Certificate", Certificate.class,
            "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class,
            "monitoring.coreos.com/v1 PodMonitor", PodMonitor.class);

    private OtherKinds() {}

    static void read(ObjectNode object) {
        String kind =
                object.path("apiVersion").asText() + " " + object.path("kind").asText();
        Class<?> model = KINDS.get(kind);
        if (model == null) {
            throw new AssertionError(Kustomization.id(object) + ": unknown kind " + kind);
        }
        try {
            STRICT.treeToValue(object, model);
        } catch (JsonProcessingException e) {
            throw new AssertionError(Kustomization.id(object) + ": " + e.getOriginalMessage(), e);
        }
    }

    private record Metadata(
            String name,
            @Nullable String namespace,
            @Nullable Map<String, String> labels) {
        Metadata {
            Objects.requireNonNull(name, "metadata.name");
        }
    }

    private record ClusterIssuer(String apiVersion, String kind, Metadata metadata, IssuerSpec spec) {}

    private record Empty() {}

    private record Authority(String secretName) {}

    private record IssuerSpec(
            @Nullable Empty selfSigned, @Nullable Authority ca) {
        IssuerSpec {
            require((selfSigned == null) != (ca == null), "an issuer is of one sort");
        }
    }

    private record Certificate(String apiVersion, String kind, Metadata metadata, CertificateSpec spec) {}

    private record CertificateSpec(
            boolean isCA,
            @Nullable String commonName,
            String secretName,
            String duration,
            @Nullable String renewBefore,
            PrivateKey privateKey,
            @Nullable List<Usage> usages,
            @Nullable List<String> dnsNames,
            @Nullable List<String> uris,
            IssuerRef issuerRef) {
        CertificateSpec {
            Objects.requireNonNull(secretName, "secretName");
            Objects.requireNonNull(issuerRef, "issuerRef");
            require(TIME.matcher(duration).matches(), "duration");
            require(renewBefore == null || TIME.matcher(renewBefore).matches(), "renewBefore");
            require(commonName != null || dnsNames != null || uris != null, "a certificate is for somebody");
        }
    }

    private enum Algorithm {
        RSA,
        ECDSA,
        Ed25519
    }

    private enum Encoding {
        PKCS1,
        PKCS8
    }

    private enum Rotation {
        Never,
        Always
    }

    private record PrivateKey(
            Algorithm algorithm,
            int size,
            @Nullable Encoding encoding,
            @Nullable Rotation rotationPolicy) {
        PrivateKey {
            require(algorithm != Algorithm.RSA || size >= 2048, "size of an RSA key");
        }
    }

    private enum Usage {
        @JsonProperty("digital signature")
        DIGITAL_SIGNATURE,
        @JsonProperty("key encipherment")
        KEY_ENCIPHERMENT,
        @JsonProperty("server auth")
        SERVER_AUTH,
        @JsonProperty("client auth")
        CLIENT_AUTH
    }

    private record IssuerRef(String name, String kind, String group) {
        IssuerRef {
            require(kind.equals("ClusterIssuer") && group.equals("cert-manager.io"), "issuerRef of " + kind);
        }
    }

    private record Selector(Map<String, String> matchLabels) {}

    private record Endpoint(String port, String path, String interval) {
        Endpoint {
            Objects.requireNonNull(port, "port");
            require(TIME.matcher(interval).matches(), "interval");
        }
    }

    private record ServiceMonitor(String apiVersion, String kind, Metadata metadata, ServiceMonitorSpec spec) {}

    private record ServiceMonitorSpec(Selector selector, List<Endpoint> endpoints) {}

    private record PodMonitor(String apiVersion, String kind, Metadata metadata, PodMonitorSpec spec) {}

    private record PodMonitorSpec(Selector selector, List<Endpoint> podMetricsEndpoints) {}

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalArgumentException(what);
        }
    }
}
