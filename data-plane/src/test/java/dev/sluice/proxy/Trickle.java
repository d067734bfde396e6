package dev.sluice.proxy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A socket that sends every byte by itself. */
final class Trickle extends Socket {
    Trickle(InetSocketAddress to) throws IOException {
        super(to.getAddress(), to.getPort());
        setTcpNoDelay(true);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int i = offset; i < offset + length; i++) {
                    out.write(bytes[i]);
                    out.flush();
                }
            }
        };
    }
}
