package dev.sluice.cluster.kubernetes;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One Lease in memory, with faults on demand. */
final class KeptLeases implements LeaseStore {
    private @Nullable Stored stored;
    private int version;
    private boolean away;
    private boolean answerIsLost;
    private @Nullable Step between;

    /** Something that happens at a moment of the test's choice. */
    interface Step {
        void run() throws IOException;
    }

    LeaseRecord lease() {
        return java.util.Objects.requireNonNull(stored).lease();
    }

    void away(boolean now) {
        away = now;
    }

    void loseNextAnswer() {
        answerIsLost = true;
    }

    void betweenReadAndWrite(Step step) {
        between = step;
    }

    void touch() {
        stored = new Stored(lease(), next());
    }

    void delete() {
        stored = null;
    }

    @Override
    public Optional<Stored> read(String name) throws IOException {
        reach();
        return Optional.ofNullable(stored);
    }

    @Override
    public Stored create(String name, LeaseRecord lease) throws IOException {
        meanwhile();
        if (stored != null) {
            throw new Conflict("it exists");
        }
        return write(lease);
    }

    @Override
    public Stored replace(String name, Stored before, LeaseRecord lease) throws IOException {
        meanwhile();
        if (stored == null || !stored.version().equals(before.version())) {
            throw new Conflict("it is another version");
        }
        return write(lease);
    }

    private void meanwhile() throws IOException {
        reach();
        Step step = between;
        between = null;
        if (step != null) {
            step.run();
        }
    }

    private Stored write(LeaseRecord lease) throws IOException {
        Stored now = new Stored(lease, next());
        stored = now;
        if (answerIsLost) {
            answerIsLost = false;
            throw new IOException("no answer in time");
        }
        return now;
    }

    private String next() {
        version++;
        return String.valueOf(version);
    }

    private void reach() throws IOException {
        if (away) {
            throw new IOException("cannot be reached");
        }
    }
}
