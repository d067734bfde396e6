package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How Ingresses are read: what the operator of Sluice has set, for all of them.
 *
 * @param controllerClass {@code spec.controller} of the IngressClasses that are ours
 * @param ingressClassName the class that the legacy annotation may name without an IngressClass of that name
 * @param watchIngressWithoutClass whether an Ingress that names no class at all is ours
 * @param disableCatchAll whether an Ingress without rules is left out
 * @param allowExternalName whether Services of type ExternalName may be backends
 * @param defaultBackend answers what no rule of an Ingress is for; empty for 404
 * @param defaultCertificate the Secret whose certificate is shown where a host has none; empty for one that data planes make
 *     themselves
 * @param sslPassthrough whether Ingresses may have TLS passed through to their Services
 * @param annotationsPrefix under which ingress-nginx's annotations are read, without the slash
 */
public record IngressSettings(
        String controllerClass,
        String ingressClassName,
        boolean watchIngressWithoutClass,
        boolean disableCatchAll,
        boolean allowExternalName,
        Optional<DefaultBackend> defaultBackend,
        Optional<ObjectKey> defaultCertificate,
        boolean sslPassthrough,
        String annotationsPrefix) {
    public static final IngressSettings DEFAULT =
            new IngressSettings("sluice.dev/ingress-controller", "sluice", false, false, true, Optional.empty());

    /** With the annotations prefix that ingress-nginx has, and nothing set about TLS. */
    public IngressSettings(
            String controllerClass,
            String ingressClassName,
            boolean watchIngressWithoutClass,
            boolean disableCatchAll,
            boolean allowExternalName,
            Optional<DefaultBackend> defaultBackend) {
        this(
                controllerClass,
                ingressClassName,
                watchIngressWithoutClass,
                disableCatchAll,
                allowExternalName,
                defaultBackend,
                Optional.empty(),
                false,
                "nginx.ingress.kubernetes.io");
    }

    /** The same, with what is set about TLS. */
    public IngressSettings withTls(Optional<ObjectKey> certificate, boolean passthrough) {
        return new IngressSettings(
                controllerClass,
                ingressClassName,
                watchIngressWithoutClass,
                disableCatchAll,
                allowExternalName,
                defaultBackend,
                certificate,
                passthrough,
                annotationsPrefix);
    }

    /**
     * A Service.
     *
     * @param port empty for the Service's first port
     */
    public record DefaultBackend(String namespace, String service, OptionalInt port) {}
}
