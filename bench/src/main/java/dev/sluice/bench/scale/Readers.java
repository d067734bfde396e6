package dev.sluice.bench.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Clients that ask the status API for one thing again and again, as fast as it answers, until they are closed. */
final class Readers implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<CompletableFuture<Void>> ends = new ArrayList<>();
    private volatile boolean closed;

    private Readers() {}

    /** @param count at least 1 */
    static Readers start(int port, int count, String path) {
        Readers readers = new Readers();
        for (int i = 0; i < count; i++) {
            readers.ends.add(CompletableFuture.runAsync(() -> readers.read(port, path), readers.threads));
        }
        return readers;
    }

    private void read(int port, String path) {
        try (PlainClient client = new PlainClient(port)) {
            while (!closed) {
                client.get(path);
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** @throws CompletionException if one of them got no answer, or not 200 */
    @Override
    public void close() {
        closed = true;
        threads.close();
        ends.forEach(CompletableFuture::join);
    }
}
