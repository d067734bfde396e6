package dev.sluice.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What translation depends on besides objects. Flags that ingress-nginx users know keep their names. */
final class TranslationFlags {
    private static final String AT = "sluice.control-plane.";

    @Option(
            names = "--controller-class",
            paramLabel = "NAME",
            description = "Own the IngressClasses with this spec.controller. Default sluice.dev/ingress-controller.")
    @Nullable
    String controllerClass;

    @Option(
            names = "--ingress-class",
            paramLabel = "NAME",
            description = "Own Ingresses whose kubernetes.io/ingress.class annotation is this. Default sluice.")
    @Nullable
    String ingressClass;

    @Option(names = "--watch-ingress-without-class", description = "Also own Ingresses that name no class.")
    @Nullable
    Boolean watchIngressWithoutClass;

    @Option(
            names = "--publish-service",
            paramLabel = "NAMESPACE/NAME",
            description = "Take the addresses for Ingress status from this Service.")
    @Nullable
    String publishService;

    @Option(
            names = "--publish-status-address",
            paramLabel = "ADDRESS",
            description = "Write these addresses (comma-separated) into Ingress status; wins over --publish-service.")
    @Nullable
    String publishStatusAddress;

    @Option(
            names = "--default-backend-service",
            paramLabel = "NAMESPACE/NAME",
            description = "Answers what no rule of its host matches. Default 404.")
    @Nullable
    String defaultBackendService;

    @Option(
            names = "--default-ssl-certificate",
            paramLabel = "NAMESPACE/NAME",
            description = "Show the certificate of this Secret for hosts without one. Default: a self-signed one.")
    @Nullable
    String defaultSslCertificate;

    @Option(names = "--enable-ssl-passthrough", description = "Heed the annotation ssl-passthrough.")
    @Nullable
    Boolean sslPassthrough;

    @Option(names = "--disable-catch-all", description = "Ignore Ingresses without host and rules.")
    @Nullable
    Boolean disableCatchAll;

    @Option(names = "--disable-svc-external-name", description = "Refuse Services of type ExternalName.")
    @Nullable
    Boolean disableExternalName;

    void into(Flags flags) {
        flags.set("--controller-class", AT + "ingress.controller-class", controllerClass);
        flags.set("--ingress-class", AT + "ingress.ingress-class", ingressClass);
        flags.set(
                "--watch-ingress-without-class", AT + "ingress.watch-ingress-without-class", watchIngressWithoutClass);
        flags.set("--disable-catch-all", AT + "ingress.disable-catch-all", disableCatchAll);
        flags.set(
                "--disable-svc-external-name",
                AT + "ingress.allow-external-name",
                disableExternalName == null ? null : !disableExternalName);
        flags.set("--default-backend-service", AT + "ingress.default-backend", defaultBackendService);
        flags.set("--default-ssl-certificate", AT + "ingress.default-ssl-certificate", defaultSslCertificate);
        flags.set("--enable-ssl-passthrough", AT + "ingress.ssl-passthrough", sslPassthrough);
        flags.set("--publish-service", AT + "publish.service", publishService);
        flags.set("--publish-status-address", AT + "publish.status-address", publishStatusAddress);
    }
}
