package dev.sluice.sync;

import dev.sluice.sync.disk.Loaded;
import dev.sluice.sync.disk.StateFolder;
import dev.sluice.sync.disk.StateImage;
import dev.sluice.sync.disk.StateOwner;
import dev.sluice.sync.disk.StateWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the last good state is read and written. While a control plane is followed the state is written again from time to
 * time although it has not changed, since its age counts from when it was last confirmed.
 */
final class LastGoodState implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LastGoodState.class);
    private static final int CONFIRMATIONS_A_MAX_AGE = 24;

    private final StateOwner owner;
    private final StateFolder folder;
    private final StateWriter writer;
    private final InstantSource clock;
    private final Duration confirmAfter;
    private @Nullable Instant offeredAt;

    LastGoodState(StateFolder folder, SyncSettings.LastGood settings, SyncMeters meters, InstantSource clock) {
        this.owner = settings.owner();
        this.folder = folder;
        this.clock = clock;
        this.confirmAfter = settings.maxAge().dividedBy(CONFIRMATIONS_A_MAX_AGE);
        this.writer = new StateWriter(
                folder, settings.writePeriod(), new Result(folder.place(owner).toString(), meters));
    }

    Loaded load() {
        return folder.load(owner);
    }

    /** This is what is held, and a control plane says so now. */
    void applied(HeldState held) {
        Instant now = clock.instant();
        offeredAt = now;
        writer.offer(new StateImage(owner, now, held.version(), held.table()));
    }

    /** A control plane is still followed, and what is held has not changed. */
    void confirmed(HeldState held) {
        if (offeredAt == null || !clock.instant().isBefore(offeredAt.plus(confirmAfter))) {
            applied(held);
        }
    }

    /** Writes what waits to be written; waits for that. */
    @Override
    public void close() {
        writer.close();
    }

    /** Tells the log when writing begins to fail and when it succeeds again, not each time. */
    private static final class Result implements StateWriter.Outcome {
        private final String place;
        private final SyncMeters meters;
        private boolean failing;

        Result(String place, SyncMeters meters) {
            this.place = place;
            this.meters = meters;
        }

        @Override
        public void written(StateImage image) {
            meters.stateWritten();
            if (failing) {
                failing = false;
                LOG.info("The last good state is written again to {}", place);
            }
        }

        @Override
        public void failed(IOException e) {
            meters.stateNotWritten();
            if (!failing) {
                failing = true;
                LOG.warn(
                        "The last good state cannot be written to {} ({}): after a restart nothing is served until a"
                                + " control plane answers (--state-dir says where to write it)",
                        place,
                        e.toString());
            }
        }
    }
}
