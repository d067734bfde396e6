package dev.sluice.bench.micro;

import dev.sluice.compile.Upsert;
import dev.sluice.key.ResourceKey;
import dev.sluice.resource.EndpointSet;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RoutePolicy.Timeouts;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.RefusedResourceException;
import dev.sluice.wire.WireCodec;
import java.util.ArrayList;
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

/** Resources to bytes and back, and the digest of a table of which one resource changes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBench {
    private final HttpRoute route = RouteTables.route(7, Timeouts.DEFAULT);
    private final EndpointSet endpoints = RouteTables.endpoints(7, 100);

    private final EncodedResource encodedRoute = WireCodec.encode(route);
    private final EncodedResource encodedEndpoints = WireCodec.encode(endpoints);

    @Benchmark
    public EncodedResource encodeRoute() {
        return WireCodec.encode(route);
    }

    @Benchmark
    public Resource decodeRoute() throws RefusedResourceException {
        return WireCodec.decode(encodedRoute.key(), encodedRoute.content());
    }

    @Benchmark
    public EncodedResource encodeHundredEndpoints() {
        return WireCodec.encode(endpoints);
    }

    @Benchmark
    public Resource decodeHundredEndpoints() throws RefusedResourceException {
        return WireCodec.decode(encodedEndpoints.key(), encodedEndpoints.content());
    }

    /** A table whose digest is kept up to date. */
    @State(Scope.Thread)
    public static class Table {
        @Param({"1000", "100000"})
        public int routes;

        private EncodedTable table = EncodedTable.EMPTY;
        private Toggle toggle = new Toggle(1);

        @Setup
        public void encode() {
            List<EncodedResource> encoded = new ArrayList<>();
            for (Upsert upsert : RouteTables.table(routes)) {
                if (upsert instanceof Upsert.Decoded(Resource resource)) {
                    encoded.add(WireCodec.encode(resource));
                }
            }
            table = EncodedTable.EMPTY.apply(encoded, List.<ResourceKey>of());
            toggle = new Toggle(routes);
        }

        EncodedTable change() {
            int i = toggle.next();
            Timeouts longer = new Timeouts(
                    Timeouts.DEFAULT.connect(),
                    Timeouts.DEFAULT.read().plusSeconds(toggle.flip(i) ? 1 : 0),
                    Timeouts.DEFAULT.send());
            table = table.apply(List.of(WireCodec.encode(RouteTables.route(i, longer))), List.of());
            return table;
        }
    }

    /** One changed route encoded, put into the table, and the table's digest; must cost the same at every size. */
    @Benchmark
    public EncodedTable changeOneOfTable(Table table) {
        return table.change();
    }
}
