package dev.sluice.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Authority;
import dev.sluice.key.HostName;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.Version;
import dev.sluice.match.CompiledAction;
import dev.sluice.match.CompiledStream;
import dev.sluice.match.CompiledTarget;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.Resource;
import dev.sluice.resource.Upstream.AppProtocol;
import dev.sluice.resource.Upstream.Discovered;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Changing a compiled state step by step gives what compiling the end result at once gives. */
class CompileLawTest {
    private static final List<String> HOSTS = List.of("a.example", "b.a.example", "z.example");
    private static final List<String> PATHS = List.of("/", "/a", "/a/", "/a/b", "/c");

    /** Puts a resource, or takes away the one of its key. */
    record Edit(Resource resource, boolean put) {}

    private static Arbitrary<Resource> resources() {
        Arbitrary<String> names = Arbitraries.of("u1", "u2", "u3");
        Arbitrary<Resource> sets = Combinators.combine(
                        names,
                        Arbitraries.of("10.0.0.1", "10.0.0.2", "10.0.0.3").set().ofMaxSize(3))
                .as((name, addresses) -> Resources.endpoints(name, new TreeSet<>(addresses).toArray(String[]::new)));
        // One key is always refused and the others never are: what was in force before would be kept otherwise.
        Arbitrary<Resource> upstreams = Combinators.combine(names, names)
                .as((name, set) -> Resources.upstream(
                        name,
                        new Discovered(new EndpointSetKey(set)),
                        name.equals("u3") ? AppProtocol.H2C : AppProtocol.HTTP1));
        Arbitrary<Resource> listeners = Combinators.combine(
                        Arbitraries.of("l1", "l2"), Arbitraries.of(80, 8080), Arbitraries.of(hosts()))
                .as(Resources::listener);
        Arbitrary<Resource> passing = Combinators.combine(
                        Arbitraries.of("t1", "t2"), Arbitraries.of(443, 8443), Arbitraries.of(hosts()))
                .as(Resources::passing);
        return Arbitraries.frequencyOf(
                Tuple.of(2, sets),
                Tuple.of(2, upstreams),
                Tuple.of(1, listeners),
                Tuple.of(1, passing),
                Tuple.of(3, streams(names)),
                Tuple.of(5, routes(names)));
    }

    private static Arbitrary<Resource> streams(Arbitrary<String> upstreams) {
        return Combinators.combine(
                        Arbitraries.of("s1", "s2", "s3", "s4"),
                        Arbitraries.of("t1", "t2").list().uniqueElements().ofMinSize(1),
                        Arbitraries.of(hosts()),
                        Arbitraries.of(1, 2),
                        upstreams.list().ofMinSize(1).ofMaxSize(2))
                .as((name, listeners, host, created, to) ->
                        Resources.stream(name, listeners, host, created, to.toArray(String[]::new)));
    }

    private static Arbitrary<Resource> routes(Arbitrary<String> upstreams) {
        Arbitrary<PathMatch> paths = Combinators.combine(Arbitraries.of(PATHS), Arbitraries.of(true, false))
                .as((text, exact) -> exact ? new PathMatch.Exact(text) : new PathMatch.Prefix(text));
        return Combinators.combine(
                        Arbitraries.of("r1", "r2", "r3", "r4", "r5", "refused"),
                        Arbitraries.of("l1", "l2").list().uniqueElements().ofMinSize(1),
                        Arbitraries.of(hosts()),
                        paths,
                        upstreams.list().ofMinSize(1).ofMaxSize(2))
                .as((name, listeners, host, path, to) -> Resources.route(
                        name,
                        listeners,
                        host,
                        name.equals("refused") ? new PathMatch.StartsWith(path.text()) : path,
                        to.toArray(String[]::new)));
    }

    private static List<HostMatch> hosts() {
        return List.of(
                HostMatch.ANY,
                new HostMatch.Exact(new HostName("a.example")),
                new HostMatch.OneLabel(new HostName("a.example")),
                new HostMatch.Suffix(new HostName("example")));
    }

    @Provide
    static Arbitrary<List<List<Edit>>> histories() {
        Arbitrary<Edit> edits = Combinators.combine(
                        resources(), Arbitraries.integers().between(0, 3))
                .as((resource, dice) -> new Edit(resource, dice > 0));
        return edits.list().ofMaxSize(6).list().ofMaxSize(8);
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void incrementalEqualsFull(@ForAll("histories") List<List<Edit>> history) {
        EndpointRegistry registry = new EndpointRegistry(1);
        Compiler compiler = new Compiler(registry);
        Map<ResourceKey, Resource> model = new TreeMap<>();
        Compiled compiled = Compiled.EMPTY;
        for (List<Edit> step : history) {
            compiled = step(compiler, compiled, model, step);
            registry.publish(compiled, () -> {});
        }
        Compiled full = new Compiler(new EndpointRegistry(1)).apply(Compiled.EMPTY, upserts(model.values()), List.of());

        assertThat(description(compiled)).isEqualTo(description(full));
        assertThat(compiled.refused()).isEqualTo(full.refused());
        assertThat(compiled.upstreams())
                .allSatisfy(upstream -> assertThat(upstream.endpoints()).noneMatch(endpoint -> endpoint.retired()));
        Compiled nothing = compiler.replace(compiled, List.of());
        registry.publish(nothing, () -> {});
        assertThat(nothing.destinations().places()).isEmpty();
        assertThat(nothing.routing().attached()).isEmpty();
        assertThat(nothing.routing().points()).isEmpty();
        assertThat(nothing.state(Version.NONE).index().ports()).isEmpty();
        assertThat(nothing.streams().attached()).isEmpty();
        assertThat(nothing.streams().claims()).isEmpty();
        assertThat(nothing.state(Version.NONE).streamPorts()).isEmpty();
    }

    private static Compiled step(
            Compiler compiler, Compiled compiled, Map<ResourceKey, Resource> model, List<Edit> step) {
        Map<ResourceKey, Edit> last = new LinkedHashMap<>();
        step.forEach(edit -> last.put(edit.resource().key(), edit));
        List<Resource> puts = new ArrayList<>();
        List<ResourceKey> removes = new ArrayList<>();
        last.forEach((key, edit) -> {
            if (edit.put()) {
                puts.add(edit.resource());
                model.put(key, edit.resource());
            } else {
                removes.add(key);
                model.remove(key);
            }
        });
        return compiler.apply(compiled, upserts(puts), removes);
    }

    private static List<Upsert> upserts(Iterable<Resource> resources) {
        List<Upsert> upserts = new ArrayList<>();
        resources.forEach(resource -> upserts.add(new Upsert.Decoded(resource)));
        return upserts;
    }

    private static Map<String, String> description(Compiled compiled) {
        Map<String, String> answers = new TreeMap<>();
        for (int port : new int[] {80, 8080}) {
            for (String host : HOSTS) {
                for (String path : PATHS) {
                    answers.put(port + host + path, Serving.answer(compiled, port, host, path));
                }
            }
        }
        for (int port : new int[] {443, 8443}) {
            for (String host : HOSTS) {
                answers.put(port + host, passed(compiled.state(Version.NONE), port, host));
            }
        }
        return answers;
    }

    private static String passed(ServingState state, int port, String host) {
        byte[] name = host.getBytes(StandardCharsets.US_ASCII);
        Authority authority = new Authority();
        authority.read(name, 0, name.length);
        CompiledStream stream = state.stream(port, authority);
        if (stream == null) {
            return "nobody";
        }
        return stream.route().key()
                + (stream.action() instanceof CompiledAction.Forward forward
                                && forward.at(0) instanceof CompiledTarget.ToUpstream to
                        ? " " + state.upstream(to.slot())
                        : "");
    }
}
