package dev.sluice.bench.micro;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.ClusterState;
import dev.sluice.state.Meta;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngress.Path;
import dev.sluice.state.ObservedIngress.PathType;
import dev.sluice.state.ObservedIngress.PortNumber;
import dev.sluice.state.ObservedIngress.Rule;
import dev.sluice.state.ObservedIngress.ServiceBackend;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedObject;
import dev.sluice.state.ObservedService;
import dev.sluice.translate.Memory;
import dev.sluice.translate.Settings;
import dev.sluice.translate.Translation;
import dev.sluice.translate.Translator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Ingresses into a route table: one changed Ingress, which must cost the same at every size, and all of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TranslateBench {
    private static final String CONTROLLER = "sluice.dev/ingress-controller";

    /** How many Ingresses, each with a host of its own, two paths and one Service. */
    @Param({"1000", "10000", "100000"})
    public int ingresses;

    private ClusterState state = ClusterState.awaiting(Set.of());
    private ClusterState unseen = state;
    private Translation translation = Translation.NONE;
    private Toggle toggle = new Toggle(1);
    private int generation = 1;

    @Setup
    public void translateAll() {
        toggle = new Toggle(ingresses);
        state = applied(state, ingressClass());
        for (int i = 0; i < ingresses; i++) {
            state = applied(applied(state, service(i)), ingress(i, "/api"));
        }
        unseen = state;
        translation = Translator.translate(Settings.DEFAULT, state, Memory.NOTHING, Translation.NONE);
        state = state.settled();
    }

    private static ClusterState applied(ClusterState state, ObservedObject object) {
        WatchKey watch = new WatchKey(object.key().kind(), "");
        return state.apply(new ObjectEvent.Applied(watch, object, 1)).state();
    }

    /** Another Ingress each time, one of its paths changed to and fro. */
    @Benchmark
    public Translation oneIngress() {
        int i = toggle.next();
        generation++;
        state = applied(state, ingress(i, toggle.flip(i) ? "/other" : "/api"));
        translation = Translator.translate(Settings.DEFAULT, state, translation.memory(), translation);
        state = state.settled();
        return translation;
    }

    /** Everything from nothing, as at start. */
    @Benchmark
    public Translation full() {
        return Translator.translate(Settings.DEFAULT, unseen, Memory.NOTHING, Translation.NONE);
    }

    private Meta meta(String uid) {
        return new Meta(uid, String.valueOf(generation), generation, 1_700_000_000L, new TreeMap<>());
    }

    private ObservedIngressClass ingressClass() {
        ObjectKey key = ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, "sluice");
        return new ObservedIngressClass(key, meta("class"), CONTROLLER, true, Optional.empty(), List.of());
    }

    private ObservedService service(int i) {
        return new ObservedService(
                ObjectKey.of(ObjectKind.SERVICE, namespace(i), "web-" + i),
                meta("service-" + i),
                ObservedService.Type.CLUSTER_IP,
                "",
                List.of("10.96.0.1"),
                List.of(),
                List.of(new ObservedService.Port("http", 80, "TCP", "")),
                List.of(),
                List.of());
    }

    private ObservedIngress ingress(int i, String path) {
        ServiceBackend backend = new ServiceBackend("web-" + i, new PortNumber(80));
        List<Path> paths = List.of(new Path("/", PathType.PREFIX, backend), new Path(path, PathType.PREFIX, backend));
        return new ObservedIngress(
                ObjectKey.of(ObjectKind.INGRESS, namespace(i), "web-" + i),
                meta("ingress-" + i),
                Optional.of("sluice"),
                Optional.empty(),
                List.of(new Rule(Optional.of("web-" + i + ".apps.example.com"), paths)),
                List.of(),
                List.of(),
                List.of());
    }

    private static String namespace(int i) {
        return "team-" + i % 97;
    }
}
