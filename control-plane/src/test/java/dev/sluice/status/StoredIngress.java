package dev.sluice.status;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.translate.StatusIntent;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.List;

/** An Ingress as the API server has it, and what is to be written of it. */
final class StoredIngress {
    private StoredIngress() {}

    /** Not stored yet: {@code default/web}. */
    static Ingress fresh() {
        return new IngressBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .addToAnnotations("team", "a")
                .endMetadata()
                .withNewSpec()
                .withIngressClassName("sluice")
                .endSpec()
                .build();
    }

    static StatusWrite write(Ingress observed, String ip, String hostname) {
        Long generation = observed.getMetadata().getGeneration();
        return new StatusWrite(
                new StatusIntent(
                        ObjectKey.of(ObjectKind.INGRESS, "default", "web"),
                        observed.getMetadata().getUid(),
                        List.of(new LoadBalancerAddress(ip, hostname))),
                observed.getMetadata().getResourceVersion(),
                generation == null ? 0 : generation,
                "");
    }
}
