package dev.sluice.receipt.book;

import dev.sluice.key.WatchKey;
import dev.sluice.publish.Sample;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Meta;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedObject;
import dev.sluice.translate.Settings;
import dev.sluice.translate.Translation;
import dev.sluice.translate.Translator;
import dev.sluice.translate.ingress.IngressSettings;
import dev.sluice.translate.ingress.PublishedAddresses;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A small cluster that changes, and its receipts. */
public final class Changes {
    private static final Settings SETTINGS = new Settings(
            new IngressSettings("sluice.dev/ingress-controller", "sluice", false, false, true, Optional.empty()),
            PublishedAddresses.NONE);

    public ClusterState state = ClusterState.awaiting(Set.of(Planes.INGRESSES));
    public Translation translation = Translation.NONE;
    public Receipts receipts = Receipts.NONE;
    public long number;

    /** With the class, a Service and these Ingresses in the first list. */
    public static Changes begin(ObservedObject... listed) {
        Changes changes = new Changes();
        changes.see(Sample.ingressClass());
        changes.see(Sample.service("web"));
        for (ObservedObject object : listed) {
            changes.see(object);
        }
        changes.tell(new ObjectEvent.Synced(Planes.INGRESSES, ++changes.number));
        changes.translate(Planes.NOON);
        return changes;
    }

    public static ObservedIngress ingress(String name, String version, long generation, Map<String, String> notes) {
        ObservedIngress plain = Sample.ingress(name, name + ".example", "web");
        return plain.withMeta(new Meta("uid-" + name, version, generation, 1, new TreeMap<>(notes)));
    }

    /** Seen as changed, with its own resource version if that is a number. */
    public void see(ObservedObject object) {
        number =
                Math.max(number + 1, Numbers.of(object.meta().resourceVersion()).orElse(0));
        tell(new ObjectEvent.Applied(new WatchKey(object.key().kind(), ""), object, number));
    }

    public void gone(ObservedObject object) {
        tell(new ObjectEvent.Deleted(new WatchKey(object.key().kind(), ""), object.key(), ++number));
    }

    private void tell(ObjectEvent event) {
        state = state.apply(event).state();
    }

    public void translate(Instant at) {
        translation = Translator.translate(SETTINGS, state, translation.memory(), translation);
        receipts = receipts.translated(state, translation, at);
        state = state.settled();
    }

    public Observed observed() {
        return new Observed(Optional.of(state), Optional.empty());
    }
}
