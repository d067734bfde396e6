package dev.sluice.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Connections that the kernel has made for listening sockets and nobody has accepted yet. When such a socket is closed they are
 * reset, unless {@code net.ipv4.tcp_migrate_req} gives them to another one of the same port. Linux tells how many there are.
 */
final class AcceptQueue {
    /** Linux: Documentation/networking/proc_net_tcp.rst. What waits at a listening socket stands where others have what waits to be read. */
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int QUEUES = 4;
    private static final String LISTENING = "0A";

    private AcceptQueue() {}

    /**
     * How many wait at all sockets that listen to these ports; 0 where the system does not tell.
     *
     * @throws IOException if it should, and cannot be read
     */
    static long waiting(Set<Integer> ports) throws IOException {
        long waiting = 0;
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                waiting += waiting(table, ports);
            }
        }
        return waiting;
    }

    private static long waiting(Path table, Set<Integer> ports) throws IOException {
        try (Stream<String> lines = Files.lines(table, StandardCharsets.US_ASCII)) {
            return waiting(lines, ports);
        } catch (UncheckedIOException e) {
            throw new IOException(table + " cannot be read", e);
        }
    }

    /** @param lines of a table with its heading */
    static long waiting(Stream<String> lines, Set<Integer> ports) {
        return lines.skip(1)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > QUEUES && columns[STATE].equals(LISTENING))
                .filter(columns -> ports.contains(behindColon(columns[LOCAL])))
                .mapToLong(columns -> behindColon(columns[QUEUES]))
                .sum();
    }

    private static int behindColon(String pair) {
        return Integer.parseUnsignedInt(pair, pair.indexOf(':') + 1, pair.length(), 16);
    }
}
