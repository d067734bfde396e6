package dev.sluice.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The port that all incarnations bind. */
public final class ArteryPort {
    private ArteryPort() {}

    /**
     * Binds once and lets go: of a port that is taken, Akka would log a stack trace before we can say it in one line; and
     * where any free one will do, it must be the same for all incarnations, for others know this replica by it.
     *
     * @return the settings with the port that was free
     * @throws UncheckedIOException naming address and flags, if it cannot be bound
     */
    public static ClusterSettings free(ClusterSettings settings) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
            return settings.withPort(socket.getLocalPort());
        } catch (IOException e) {
            String message = "cannot listen on " + settings.host() + ":" + settings.port()
                    + " for the cluster: choose another with --cluster-host and --cluster-port (0 for a free one)";
            throw new UncheckedIOException(message, e);
        }
    }
}
