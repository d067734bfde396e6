package dev.sluice.engine.akkahttp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that writes exactly the bytes it is told. */
final class Client extends Wire {
    Client(InetSocketAddress proxy) throws IOException {
        super(new Socket(proxy.getAddress(), proxy.getPort()), null);
    }

    String get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: a.example\r\n\r\n");
        return response();
    }
}
