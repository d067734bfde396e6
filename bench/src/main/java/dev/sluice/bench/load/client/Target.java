package dev.sluice.bench.load.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What is asked for, and where on loopback.
 *
 * @param scheme http or https
 * @param host of the Host field and TLS server name; it resolves to loopback
 */
public record Target(String scheme, int port, String host, String path) {

    String url() {
        return scheme + "://" + host + ":" + port + path;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** A request, to be written again and again as duplicates. */
    ByteBuf request(String fields) {
        byte[] bytes = text(fields).getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }

    /** @param fields lines besides Host */
    String text(String fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n";
    }
}
