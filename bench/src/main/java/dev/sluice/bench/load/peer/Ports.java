package dev.sluice.bench.load.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Where a server listens on loopback.
 *
 * @param http HTTP/1.1 in clear text
 * @param https HTTP/1.1 and HTTP/2 within TLS; 0 for nowhere
 * @param h2c HTTP/2 with prior knowledge (RFC 9113, section 3.3); 0 for nowhere
 */
public record Ports(int http, int https, int h2c) {

    static Ports three() throws IOException {
        return new Ports(free(), free(), free());
    }

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
