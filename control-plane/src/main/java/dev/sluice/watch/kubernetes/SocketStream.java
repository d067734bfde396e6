package dev.sluice.watch.kubernetes;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A watch over a WebSocket: each message is one event, and the next is asked for when it has been taken. */
final class SocketStream implements WatchStream, WebSocket.Listener {
    private static final int NORMAL = 1000;

    private sealed interface Arrival {
        record Message(String text) implements Arrival {}

        record End() implements Arrival {}

        record Broken(IOException reason) implements Arrival {}
    }

    /** At most the one message that was asked for, and the ends. */
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private final Deadline longest;
    private final Duration silence;
    private boolean asked = true; // the client asks for the first message by itself

    /** @param silence after which a watch that brings nothing is given up */
    SocketStream(Deadline longest, Duration silence) {
        this.longest = longest;
        this.silence = silence;
    }

    /** To be called with the outcome of the handshake. */
    void opened(WebSocket open) {
        socket.complete(open);
    }

    @Override
    public Optional<String> next() throws IOException, InterruptedException {
        if (!asked) {
            longest.await(socket).request();
            asked = true;
        }
        return switch (longest.await(arrivals, silence).orElseThrow(() -> new WatchFellSilent(silence))) {
            case Arrival.Message(String text) -> {
                asked = false;
                yield Optional.of(text);
            }
            case Arrival.End end -> Optional.empty();
            case Arrival.Broken(IOException reason) -> throw reason;
        };
    }

    @Override
    public void close() {
        arrivals.add(new Arrival.End()); // for whoever waits
        socket.thenAccept(open -> open.sendClose(NORMAL, ""));
        socket.cancel(false);
    }

    @Override
    public void onMessage(WebSocket from, String text) {
        arrivals.add(new Arrival.Message(text));
    }

    @Override
    public void onMessage(WebSocket from, ByteBuffer bytes) {
        arrivals.add(new Arrival.Message(StandardCharsets.UTF_8.decode(bytes).toString()));
    }

    @Override
    public void onClose(WebSocket from, int code, String reason) {
        from.sendClose(NORMAL, ""); // the other half of the closing handshake
        arrivals.add(new Arrival.End());
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        arrivals.add(new Arrival.Broken(new IOException("the watch broke off: " + error, error)));
    }
}
