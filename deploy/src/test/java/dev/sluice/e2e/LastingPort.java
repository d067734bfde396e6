package dev.sluice.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for who listens, ends, and listens again. */
final class LastingPort {
    /** Linux gives connections ports from 32768 on (ip_local_port_range): one of those may be taken meanwhile. */
    private static final int FIRST = 16_384;

    private static final int END = 32_768;

    private LastingPort() {}

    /** Where nobody listens. */
    static int free(InetAddress host) throws IOException {
        for (int tries = 1; ; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, host)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                if (tries == 20) {
                    throw e;
                }
            }
        }
    }
}
