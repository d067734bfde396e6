package dev.sluice.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of every mode that has a control plane. Those that ingress-nginx users know keep their names. */
final class ControlPlaneFlags {
    private static final String AT = "sluice.control-plane.";

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            description = "Status API, /healthz, /readyz, /metrics. Default 7080; 0 takes a free port.")
    @Nullable
    Integer apiPort;

    @Option(
            names = "--discovery-port",
            paramLabel = "PORT",
            description = "gRPC stream to data planes. Default 7070; 0 takes a free port.")
    @Nullable
    Integer discoveryPort;

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

    @Option(
            names = "--watch-ingress-without-class",
            description = "Also own Ingresses that name no class.")
    @Nullable
    Boolean watchIngressWithoutClass;

    @Option(
            names = "--watch-namespace",
            paramLabel = "NAMESPACE",
            description = "Watch this namespace only. Default all.")
    @Nullable
    String watchNamespace;

    @Option(
            names = "--publish-service",
            paramLabel = "NAMESPACE/NAME",
            description = "Take the addresses for Ingress status from this Service.")
    @Nullable
    String publishService;

    @Option(
            names = "--publish-status-address",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Write these addresses into Ingress status; wins over --publish-service.")
    @Nullable
    List<String> publishStatusAddress;

    @Option(
            names = "--default-backend-service",
            paramLabel = "NAMESPACE/NAME",
            description = "Answers what no rule of its host matches. Default 404.")
    @Nullable
    String defaultBackendService;

    @Option(names = "--disable-catch-all", description = "Ignore Ingresses without host and rules.")
    @Nullable
    Boolean disableCatchAll;

    @Option(names = "--disable-svc-external-name", description = "Refuse Services of type ExternalName.")
    @Nullable
    Boolean disableExternalName;

    void into(Overrides overrides) {
        overrides
                .with(AT + "api-port", apiPort)
                .with(AT + "discovery-port", discoveryPort)
                .with(AT + "controller-class", controllerClass)
                .with(AT + "ingress-class", ingressClass)
                .with(AT + "watch-ingress-without-class", watchIngressWithoutClass)
                .with(AT + "watch-namespace", watchNamespace)
                .with(AT + "publish-service", publishService)
                .with(AT + "publish-status-address", publishStatusAddress)
                .with(AT + "default-backend-service", defaultBackendService)
                .with(AT + "disable-catch-all", disableCatchAll)
                .with(AT + "disable-svc-external-name", disableExternalName);
    }
}
