package dev.sluice.publish;

import dev.sluice.identity.Admission;
import dev.sluice.identity.AllowedIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may follow, from a file that is looked at again. Other content is in force when two looks in a row find it, so that
 * nobody is cut off by a file that is just being written; content that cannot be used changes nothing.
 */
final class AllowedFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AllowedFile.class);
    private static final long MOST_BYTES = 1 << 20;

    private final Path file;
    private final List<AllowedIdentity> always;
    private final Consumer<Admission> outlet;
    private final ScheduledExecutorService thread;
    private List<String> inForce;
    private List<String> seen;
    private String complaint = "";

    private AllowedFile(Path file, List<AllowedIdentity> always, List<String> lines, Consumer<Admission> outlet) {
        this.file = file;
        this.always = always;
        this.inForce = lines;
        this.seen = lines;
        this.outlet = outlet;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sluice-allowed-file").factory());
    }

    /**
     * Tells the outlet at once what is in the file, then whatever it becomes.
     *
     * @param always are allowed besides
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    static AllowedFile start(Path file, List<AllowedIdentity> always, Duration look, Consumer<Admission> outlet) {
        try {
            AllowedFile allowed = new AllowedFile(file, always, read(file), outlet);
            outlet.accept(allowed.admission(allowed.inForce));
            allowed.thread.scheduleWithFixedDelay(
                    allowed::look, look.toMillis(), look.toMillis(), TimeUnit.MILLISECONDS);
            return allowed;
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "sluice.control-plane.discovery.tls.allowed-file " + file + ": " + why(e), e);
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
            boolean settled = lines.equals(seen);
            seen = lines;
            if (settled && !lines.equals(inForce)) {
                Admission next = admission(lines);
                inForce = lines;
                complaint = "";
                LOG.info("{}: who may follow has changed", file);
                outlet.accept(next);
            }
        } catch (IOException | RuntimeException e) { // a task that throws would never run again
            complain(why(e));
        }
    }

    private Admission admission(List<String> lines) {
        List<AllowedIdentity> all = new ArrayList<>(always);
        all.addAll(AllowedIdentity.lines(lines));
        return new Admission.Listed(all);
    }

    private void complain(String why) {
        if (!why.equals(complaint)) {
            complaint = why;
            LOG.warn("{} cannot be used, who was allowed before may follow still: {}", file, why);
        }
    }

    private static String why(Exception e) {
        return e instanceof IllegalArgumentException ? String.valueOf(e.getMessage()) : e.toString();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
