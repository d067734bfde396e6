package dev.sluice.sync;

import dev.sluice.resource.IpAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** All addresses of the hosts of control planes, as the system resolves them. Never blocks. */
public interface HostLookup extends AutoCloseable {
    /** Fails if the name does not resolve, or not in time. */
    CompletionStage<List<IpAddress>> lookup(String host);

    @Override
    void close();
}
