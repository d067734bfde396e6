package dev.sluice.identity;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the files of credentials from time to time, in a thread of its own. */
public final class Rotation implements AutoCloseable {
    /** Told in the thread of the rotation. */
    public interface Listener {
        /** These are in force from now on. */
        void renewed(Credentials credentials);

        /** The files cannot be used; what was in force stays. Once for each content. */
        void broken(String reason);
    }

    private final ScheduledExecutorService thread;

    private Rotation(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    /** @param files are used by the rotation alone from now on */
    public static Rotation start(CredentialFiles files, Duration period, Listener listener) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sluice-tls-files").factory());
        thread.scheduleWithFixedDelay(
                () -> look(files, listener), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return new Rotation(thread);
    }

    private static void look(CredentialFiles files, Listener listener) {
        try {
            switch (files.look()) {
                case CredentialFiles.Unchanged unchanged -> {}
                case CredentialFiles.Renewed(Credentials credentials) -> listener.renewed(credentials);
                case CredentialFiles.Broken(String reason) -> listener.broken(reason);
            }
        } catch (RuntimeException e) { // a task that throws would never run again
            listener.broken("the files could not be looked at: " + e);
        }
    }

    /** Does not look any more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
