package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.Listener;
import dev.sluice.translate.ingress.IngressSettings;
import dev.sluice.translate.ingress.IngressTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every table has, whatever objects there are: a data plane listens and answers 404 rather than nothing.
 *
 * @param defaultCertificates shown where a host has none of its own; empty for one that data planes make themselves
 * @param source in whose name all this is there
 * @param secrets what Secrets make
 */
record Fixtures(
        List<Listener> listeners, List<CertificateKey> defaultCertificates, ObjectKey source, SecretDraft secrets) {
    Fixtures {
        listeners = List.copyOf(listeners);
        defaultCertificates = List.copyOf(defaultCertificates);
    }

    static Fixtures of(IngressSettings settings, SecretDraft secrets) {
        ObjectKey source = ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, settings.ingressClassName());
        List<Listener> listeners = new ArrayList<>();
        listeners.add(new Listener(
                IngressTranslator.HTTP, 80, Listener.Protocol.HTTP, HostMatch.ANY, Optional.empty(), source));
        listeners.add(new Listener(
                IngressTranslator.HTTPS,
                TlsHosts.PORT,
                Listener.Protocol.HTTPS,
                HostMatch.ANY,
                Optional.of(new Listener.Tls(Listener.Tls.Mode.TERMINATE)),
                source));
        if (settings.sslPassthrough()) {
            listeners.add(new Listener(
                    IngressTranslator.PASSTHROUGH,
                    TlsHosts.PORT,
                    Listener.Protocol.TLS,
                    HostMatch.ANY,
                    Optional.of(new Listener.Tls(Listener.Tls.Mode.PASSTHROUGH)),
                    source));
        }
        List<CertificateKey> certificates =
                settings.defaultCertificate().map(secret -> new CertificateKey(secret.path())).stream()
                        .toList();
        return new Fixtures(listeners, certificates, source, secrets);
    }
}
