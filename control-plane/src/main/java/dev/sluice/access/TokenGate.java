package dev.sluice.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in whose token is in a file. The file is read again when its content changes; one that cannot be used changes nothing. */
final class TokenGate implements Gate {
    private static final Logger LOG = LoggerFactory.getLogger(TokenGate.class);
    private static final long MOST_BYTES = 1 << 20;

    private final Path file;
    private final ScheduledExecutorService thread;
    private volatile Tokens tokens;
    private List<String> seen;
    private String complaint = "";

    private TokenGate(Path file, List<String> lines) {
        this.file = file;
        this.seen = lines;
        this.tokens = Tokens.parse(lines);
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sluice-token-file").factory());
    }

    /** @throws IllegalArgumentException naming the file, if it cannot be used */
    static TokenGate start(Path file, Duration look) {
        try {
            TokenGate gate = new TokenGate(file, read(file));
            gate.thread.scheduleWithFixedDelay(gate::look, look.toMillis(), look.toMillis(), TimeUnit.MILLISECONDS);
            return gate;
        } catch (IOException | InvalidTokens e) {
            throw new IllegalArgumentException("--api-token-file " + file + ": " + why(e), e);
        }
    }

    private static List<String> read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("expected at most " + MOST_BYTES + " bytes");
        }
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private void look() {
        try {
            List<String> lines = read(file);
            if (!lines.equals(seen)) {
                tokens = Tokens.parse(lines);
                seen = lines;
                complaint = "";
                LOG.info("Token file {}: {} are in force", file, tokens);
            }
        } catch (IOException | RuntimeException e) { // a task that throws would never run again
            complain(why(e));
        }
    }

    private void complain(String why) {
        if (!why.equals(complaint)) {
            complaint = why;
            LOG.warn("Token file {} cannot be used, {} stay in force: {}", file, tokens, why);
        }
    }

    private static String why(Exception e) {
        return e instanceof InvalidTokens ? String.valueOf(e.getMessage()) : e.toString();
    }

    @Override
    public CompletionStage<Verdict> ask(Caller caller, Right right) {
        return CompletableFuture.completedFuture(verdict(caller.token(), right));
    }

    private Verdict verdict(Optional<String> token, Right right) {
        if (token.isEmpty()) {
            return new Verdict.Unknown("expected Authorization: Bearer with a token");
        }
        Optional<Tokens.Bearer> bearer = tokens.bearer(token.get());
        if (bearer.isEmpty()) {
            return new Verdict.Unknown("the token is not known");
        }
        return bearer.get().right().covers(right)
                ? new Verdict.Allowed(bearer.get().name())
                : new Verdict.Refused(bearer.get().name() + " may read, but not write");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
