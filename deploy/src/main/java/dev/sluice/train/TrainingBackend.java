package dev.sluice.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers every head on loopback with the same few bytes. */
final class TrainingBackend implements AutoCloseable {
    private static final int WAITING = 64;
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket socket;

    TrainingBackend() throws IOException {
        socket = new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("training-backend").start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofPlatform().daemon().name("training-answers").start(() -> answer(client));
            } catch (IOException e) {
                return; // closed: the run is over
            }
        }
    }

    private static void answer(Socket client) {
        try (client;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    client.getOutputStream().write(ANSWER);
                }
            }
        } catch (IOException e) {
            return; // the proxy is gone: the run is over
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
