package dev.sluice.watch.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A watch as a response without end: each line is one event, and the next bytes are asked for when all were taken. */
final class LineStream implements WatchStream, AsyncBody.Consumer<List<ByteBuffer>> {
    /** More than etcd can hold for one object many times over. */
    private static final int LONGEST_LINE = 16 << 20;

    private sealed interface Arrival {
        record Bytes(List<ByteBuffer> chunks) implements Arrival {}

        record End() implements Arrival {}

        record Broken(Throwable reason) implements Arrival {}
    }

    /** At most the bytes that were asked for, and the ends. */
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    private final CompletableFuture<AsyncBody> body = new CompletableFuture<>();
    private final Deadline longest;
    private final Duration silence;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Queue<String> lines = new ArrayDeque<>();

    /** @param silence after which a watch that brings nothing is given up */
    LineStream(Deadline longest, Duration silence) {
        this.longest = longest;
        this.silence = silence;
    }

    /** To be called when the head of the response has come. */
    void opened(AsyncBody open) {
        body.complete(open);
        open.done()
                .whenComplete(
                        (done, error) -> arrivals.add(error == null ? new Arrival.End() : new Arrival.Broken(error)));
    }

    @Override
    public void consume(List<ByteBuffer> chunks, AsyncBody from) {
        List<ByteBuffer> copies = new ArrayList<>(chunks.size());
        for (ByteBuffer chunk : chunks) {
            copies.add(ByteBuffer.allocate(chunk.remaining()).put(chunk).flip());
        }
        arrivals.add(new Arrival.Bytes(copies));
    }

    @Override
    public Optional<String> next() throws IOException, InterruptedException {
        while (lines.isEmpty()) {
            longest.await(body).consume();
            switch (longest.await(arrivals, silence).orElseThrow(() -> new WatchFellSilent(silence))) {
                case Arrival.Bytes(List<ByteBuffer> chunks) -> split(chunks);
                case Arrival.End end -> {
                    return Optional.empty();
                }
                case Arrival.Broken(Throwable reason) ->
                    throw new IOException("the watch broke off: " + reason, reason);
            }
        }
        return Optional.ofNullable(lines.poll());
    }

    private void split(List<ByteBuffer> chunks) throws IOException {
        for (ByteBuffer chunk : chunks) {
            while (chunk.hasRemaining()) {
                byte next = chunk.get();
                if (next != '\n') {
                    line.write(next);
                } else if (line.size() > 0) {
                    lines.add(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                }
            }
        }
        if (line.size() > LONGEST_LINE) {
            throw new IOException("a watch event of more than " + LONGEST_LINE + " bytes");
        }
    }

    @Override
    public void close() {
        arrivals.add(new Arrival.End()); // for whoever waits
        body.thenAccept(AsyncBody::cancel);
        body.cancel(false);
    }
}
