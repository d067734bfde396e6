package dev.sluice.sync;

import dev.sluice.key.FleetName;
import java.util.List;

/**
 * Who a data plane says it is.
 *
 * @param node unique among the data planes
 * @param zone empty if unknown
 * @param engine {@code netty} or {@code akka-http}
 * @param software version of Sluice
 * @param capabilities what it understands
 */
public record DataPlaneIdentity(
        String node, FleetName fleet, String zone, String engine, String software, List<String> capabilities) {
    public DataPlaneIdentity {
        capabilities = List.copyOf(capabilities);
    }
}
