package dev.sluice.bench.micro;

import dev.sluice.compile.Compiled;
import dev.sluice.compile.Compiler;
import dev.sluice.compile.EndpointRegistry;
import dev.sluice.compile.Upsert;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.RoutePolicy.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One change of a compiled state, and the publication of the next; must cost the same at every size. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CompileBench {
    private static final Timeouts OTHER =
            new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));

    @Param({"1000", "100000"})
    public int routes;

    private final EndpointRegistry registry = new EndpointRegistry(2);
    private final Compiler compiler = new Compiler(registry);
    private Compiled compiled = Compiled.EMPTY;
    private List<Upsert> all = List.of();
    private Toggle toggle = new Toggle(1);

    @Setup
    public void compile() {
        all = RouteTables.table(routes);
        toggle = new Toggle(routes);
        publish(all);
    }

    private Compiled publish(List<Upsert> upserts) {
        compiled = compiler.apply(compiled, upserts, List.of());
        registry.publish(compiled, () -> {});
        return compiled;
    }

    /** Another route each time, its timeouts changed to and fro. */
    @Benchmark
    public Compiled oneRoute() {
        int i = toggle.next();
        HttpRoute route = RouteTables.route(i, toggle.flip(i) ? OTHER : Timeouts.DEFAULT);
        return publish(List.of(new Upsert.Decoded(route)));
    }

    /** Another upstream each time, which gains or loses one of four endpoints. */
    @Benchmark
    public Compiled oneEndpoint() {
        int i = toggle.next() / RouteTables.ROUTES_PER_HOST;
        EndpointSet set = RouteTables.endpoints(i, toggle.flip(i) ? 4 : 3);
        return publish(List.of(new Upsert.Decoded(set)));
    }

    /** Everything from nothing, as at start. */
    @Benchmark
    public Compiled full() {
        return new Compiler(new EndpointRegistry(2)).apply(Compiled.EMPTY, all, List.of());
    }
}
