package dev.sluice.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program that is talked to: what it is told next may depend on what it has said. */
final class Conversation implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final StringBuffer said = new StringBuffer();
    private final Thread listener;

    Conversation(String... command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        listener = Thread.ofPlatform().daemon().name("conversation").start(this::listen);
    }

    private void listen() {
        byte[] piece = new byte[4096];
        try (InputStream in = process.getInputStream()) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                said.append(new String(piece, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            said.append(e);
        }
    }

    /** Awaits what it says now. */
    Conversation hears(String text) {
        Eventually.within(LIMIT, text + " in: " + said, () -> said.indexOf(text) >= 0);
        return this;
    }

    Conversation tell(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        return this;
    }

    /** Everything it has said, once it has ended by itself. */
    String end() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + said);
        }
        listener.join(LIMIT.toMillis());
        return said.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
