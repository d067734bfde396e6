package dev.sluice.bench.micro;

import dev.sluice.compile.Compiled;
import dev.sluice.compile.Compiler;
import dev.sluice.compile.EndpointRegistry;
import dev.sluice.http.RequestHead;
import dev.sluice.key.Version;
import dev.sluice.match.CompiledRoute;
import dev.sluice.match.HostRoutes;
import dev.sluice.match.RouteIndex;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From host and target as they stand in a request to the rule. Each call is another request, drawn from 16,384 over all
 * routes, one in ten for a host or path that no rule is for, so that the index is read from wherever it lies in memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatchBench {
    private static final int REQUESTS = 1 << 14;

    @Param({"10", "1000", "100000"})
    public int routes;

    private final byte[][] hosts = new byte[REQUESTS][];
    private final byte[][] targets = new byte[REQUESTS][];
    private final RequestHead head = new RequestHead();
    private RouteIndex index = RouteIndex.EMPTY;
    private int next;

    @Setup
    public void compile() {
        Compiled compiled =
                new Compiler(new EndpointRegistry(1)).apply(Compiled.EMPTY, RouteTables.table(routes), List.of());
        index = compiled.state(Version.NONE).index();
        Random random = new Random(42);
        for (int i = 0; i < REQUESTS; i++) {
            int route = random.nextInt(routes);
            String host = random.nextInt(20) == 0 ? "nobody.example.com" : RouteTables.requestHost(route);
            String target = random.nextInt(20) == 0 ? "/ap" : RouteTables.path(route);
            hosts[i] = host.getBytes(StandardCharsets.US_ASCII);
            targets[i] = (route % 3 == 2 ? target : target + "/more?q=1").getBytes(StandardCharsets.US_ASCII);
        }
    }

    private void read() {
        int i = next++ & REQUESTS - 1;
        head.authority().read(hosts[i], 0, hosts[i].length);
        head.path().read(targets[i], targets[i].length);
    }

    /** Reading host and path out of the request alone: what {@link #match} costs besides matching. */
    @Benchmark
    public RequestHead readOnly() {
        read();
        return head;
    }

    @Benchmark
    public @Nullable CompiledRoute match() {
        read();
        HostRoutes host = index.host(80, head.authority());
        return host == null || host.refuses(head.path()) != null ? null : host.find(head);
    }
}
