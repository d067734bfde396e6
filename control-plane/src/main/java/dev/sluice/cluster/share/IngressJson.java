package dev.sluice.cluster.share;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngress.Backend;
import dev.sluice.state.ObservedIngress.PortName;
import dev.sluice.state.ObservedIngress.PortNumber;
import dev.sluice.state.ObservedIngress.ResourceBackend;
import dev.sluice.state.ObservedIngress.ServiceBackend;
import dev.sluice.state.ObservedIngress.UnreadableBackend;
import dev.sluice.watch.narrow.Narrowed;
import dev.sluice.watch.narrow.Narrower;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A valid Ingress as the Kubernetes JSON of it: replicas of different versions understand each other, because that form is
 * Kubernetes' and not ours, and what it means is decided by the one narrower that reads API servers and files.
 */
final class IngressJson {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Narrower narrower;

    /** @param narrower that keeps the same annotations as those by which the Ingresses were observed */
    IngressJson(Narrower narrower) {
        this.narrower = narrower;
    }

    /** @param ingress without flaws */
    byte[] write(ObservedIngress ingress) {
        ObjectNode root = JSON.createObjectNode();
        root.put("apiVersion", "networking.k8s.io/v1").put("kind", "Ingress");
        metadata(root.putObject("metadata"), ingress);
        ObjectNode spec = root.putObject("spec");
        ingress.className().ifPresent(name -> spec.put("ingressClassName", name));
        ingress.defaultBackend().ifPresent(backend -> backend(spec.putObject("defaultBackend"), backend));
        ingress.rules().forEach(rule -> rule(spec.withArrayProperty("rules").addObject(), rule));
        ingress.tls().forEach(tls -> tls(spec.withArrayProperty("tls").addObject(), tls));
        published(root, ingress);
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }

    /** Empty for what is no valid Ingress: a replica of another version may think that something is valid that we do not. */
    Optional<ObservedIngress> read(byte[] content) {
        try {
            Map<?, ?> tree = JSON.readValue(content, Map.class);
            return narrowed(tree).filter(ObservedIngress::valid);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are strings
    private Optional<ObservedIngress> narrowed(Map<?, ?> tree) {
        return narrower.narrow((Map<String, ?>) tree) instanceof Narrowed.Seen seen
                ? seen.objects().stream()
                        .filter(ObservedIngress.class::isInstance)
                        .map(ObservedIngress.class::cast)
                        .findFirst()
                : Optional.empty();
    }

    private static void metadata(ObjectNode metadata, ObservedIngress ingress) {
        Meta meta = ingress.meta();
        metadata.put("namespace", ingress.key().namespace())
                .put("name", ingress.key().name());
        metadata.put("uid", meta.uid()).put("resourceVersion", meta.resourceVersion());
        if (meta.generation() != 0) {
            metadata.put("generation", meta.generation());
        }
        if (meta.createdAtEpochSecond() != 0) {
            metadata.put(
                    "creationTimestamp",
                    Instant.ofEpochSecond(meta.createdAtEpochSecond()).toString());
        }
        meta.annotations().forEach(metadata.putObject("annotations")::put);
    }

    private static void rule(ObjectNode node, ObservedIngress.Rule rule) {
        rule.host().ifPresent(host -> node.put("host", host));
        for (ObservedIngress.Path path : rule.paths()) {
            ObjectNode entry =
                    node.withObjectProperty("http").withArrayProperty("paths").addObject();
            if (!path.path().isEmpty()) {
                entry.put("path", path.path());
            }
            entry.put("pathType", type(path.type()));
            backend(entry.putObject("backend"), path.backend());
        }
    }

    private static String type(ObservedIngress.PathType type) {
        return switch (type) {
            case EXACT -> "Exact";
            case PREFIX -> "Prefix";
            case IMPLEMENTATION_SPECIFIC -> "ImplementationSpecific";
        };
    }

    private static void backend(ObjectNode node, Backend backend) {
        switch (backend) {
            case ServiceBackend service -> {
                ObjectNode port =
                        node.putObject("service").put("name", service.name()).putObject("port");
                switch (service.port()) {
                    case PortNumber(int number) -> port.put("number", number);
                    case PortName(String name) -> port.put("name", name);
                }
            }
            case ResourceBackend resource -> {
                ObjectNode named = node.putObject("resource");
                if (!resource.apiGroup().isEmpty()) {
                    named.put("apiGroup", resource.apiGroup());
                }
                named.put("kind", resource.kind()).put("name", resource.name());
            }
            case UnreadableBackend unreadable -> throw new IllegalArgumentException("a valid Ingress has none");
        }
    }

    private static void tls(ObjectNode node, ObservedIngress.Tls tls) {
        tls.hosts().forEach(node.putArray("hosts")::add);
        tls.secretName().ifPresent(name -> node.put("secretName", name));
    }

    private static void published(ObjectNode root, ObservedIngress ingress) {
        if (ingress.published().isEmpty()) {
            return;
        }
        ArrayNode entries = root.putObject("status").putObject("loadBalancer").putArray("ingress");
        for (LoadBalancerAddress address : ingress.published()) {
            ObjectNode entry = entries.addObject();
            if (!address.ip().isEmpty()) {
                entry.put("ip", address.ip());
            }
            if (!address.hostname().isEmpty()) {
                entry.put("hostname", address.hostname());
            }
        }
    }
}
