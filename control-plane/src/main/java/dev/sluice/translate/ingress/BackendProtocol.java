package dev.sluice.translate.ingress;

import dev.sluice.resource.Upstream.AppProtocol;
import java.util.Locale;
import java.util.Optional;

/** What is spoken to the backends of an Ingress. */
enum BackendProtocol {
    HTTP(AppProtocol.HTTP1, false),
    HTTPS(AppProtocol.HTTP1, true),
    GRPC(AppProtocol.H2C, false),
    GRPCS(AppProtocol.HTTP2, true);

    private final AppProtocol app;
    private final boolean tls;

    BackendProtocol(AppProtocol app, boolean tls) {
        this.app = app;
        this.tls = tls;
    }

    AppProtocol app() {
        return app;
    }

    boolean tls() {
        return tls;
    }

    /** What tells upstreams of one Service port apart; empty for HTTP. */
    String id() {
        return this == HTTP ? "" : "@" + name().toLowerCase(Locale.ROOT);
    }

    /** A value of ingress-nginx's annotation, in any case; empty if it has no such value or we do not speak it. */
    static Optional<BackendProtocol> ofAnnotation(String value) {
        return switch (value.strip().toUpperCase(Locale.ROOT)) {
            case "HTTP" -> Optional.of(HTTP);
            case "HTTPS" -> Optional.of(HTTPS);
            case "GRPC" -> Optional.of(GRPC);
            case "GRPCS" -> Optional.of(GRPCS);
            default -> Optional.empty();
        };
    }

    /**
     * What a Service port says of itself (core/v1 ServicePort {@code appProtocol}, KEP-3726); HTTP for what is no protocol of
     * ours.
     */
    static BackendProtocol ofServicePort(String appProtocol) {
        return switch (appProtocol.toLowerCase(Locale.ROOT)) {
            case "kubernetes.io/h2c", "grpc" -> GRPC;
            case "https", "kubernetes.io/wss" -> HTTPS;
            case "grpcs" -> GRPCS;
            default -> HTTP;
        };
    }
}
