package dev.sluice.sync;

import dev.sluice.sync.SyncStatus.Origin;
import dev.sluice.sync.disk.Loaded;
import dev.sluice.sync.disk.StateFolder;
import dev.sluice.sync.disk.StateImage;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Drained;
import dev.sluice.wire.v1.FromControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one control plane after the other: says what is served, takes what is newer, answers, and when a stream ends or
 * has only older states to offer goes on to the next. Everything happens in one thread, the sync thread.
 */
public final class ConfigClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigClient.class);
    private static final long CLOSE_MILLIS = 5_000;

    private final DataPlaneIdentity identity;
    private final SyncSettings settings;
    private final Surroundings.Orders orders;
    private final InstantSource clock;
    private final SyncThread thread = new SyncThread();
    private final SyncMeters meters;
    private final StateKeeper keeper;
    private final Serving serving;
    private final Optional<LastGoodState> lastGood;

    private @Nullable ControlPlaneStream stream;
    private UpdateReceiver receiver;
    private @Nullable ScheduledFuture<?> patience;
    private @Nullable HealthReport told;
    private int next;
    private int failures;
    private boolean closed;

    /** Nothing happens before {@link #start}. */
    public ConfigClient(DataPlaneIdentity identity, SyncSettings settings, Surroundings surroundings, Serving serving) {
        this.identity = identity;
        this.settings = settings;
        this.orders = surroundings.orders();
        this.clock = surroundings.clock();
        this.serving = serving;
        this.meters = new SyncMeters(surroundings.meters(), serving::status, this::ageSeconds);
        this.keeper = new StateKeeper(surroundings, settings.names(), thread, serving, meters);
        this.receiver = newReceiver();
        this.lastGood = settings.lastGood()
                .folder()
                .map(folder -> new LastGoodState(
                        new StateFolder(folder, settings.lastGood().maxBytes()), settings.lastGood(), meters, clock));
    }

    /** Puts the last good state into force, then begins to follow. Completes between the two. */
    public CompletionStage<SyncStatus> start() {
        CompletableFuture<SyncStatus> loaded = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                lastGood.ifPresent(this::load);
                loaded.complete(serving.status());
            } catch (RuntimeException e) {
                loaded.completeExceptionally(e);
            }
            connect();
        });
        long beat = settings.following().healthPeriod().toMillis();
        thread.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.MILLISECONDS);
        return loaded;
    }

    /** Readiness, draining or bound ports may have changed: the control plane is told if they have. */
    public void healthChanged() {
        thread.execute(this::tellHealthIfChanged);
    }

    /** Ends following and writes what is still to be written. What is served stays. Waits, at most some seconds. */
    @Override
    public void close() {
        CompletableFuture<@Nullable ControlPlaneStream> last = new CompletableFuture<>();
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(() -> {
            closed = true;
            stopWaiting();
            last.complete(stream);
            if (stream != null) {
                stream.close();
            }
        });
        try {
            ControlPlaneStream ending = last.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            if (ending != null) {
                ending.awaitEnd(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warn("The sync thread does not end: {}", e.toString());
        }
        thread.shutdown();
        lastGood.ifPresent(LastGoodState::close);
    }

    private void load(LastGoodState disk) {
        switch (disk.load()) {
            case Loaded.Nothing nothing ->
                LOG.info("No last good state: nothing is served until a control plane answers");
            case Loaded.Ignored(String reason) -> {
                meters.stateIgnored();
                keeper.connectedTo(Optional.empty(), Optional.of("last good state ignored: " + reason));
                LOG.warn("The last good state is not served: {}", reason);
            }
            case Loaded.Found(StateImage image) -> serve(image);
        }
    }

    private void serve(StateImage image) {
        Duration age = Duration.between(image.confirmedAt(), clock.instant());
        boolean stale = age.compareTo(settings.lastGood().maxAge()) > 0;
        keeper.load(keeper.read(image), image.confirmedAt(), stale ? Origin.STALE_DISK : Origin.DISK);
        LOG.info("Serving the last good state: {}{}", image, stale ? " (too old to be ready with)" : "");
    }

    private void connect() {
        if (closed) {
            return;
        }
        meters.reconnected();
        receiver = newReceiver();
        ControlPlaneAddress address = settings.controlPlanes().get(next);
        ControlPlaneStream opened = new ControlPlaneStream(address, settings.following(), thread, new Streams());
        stream = opened;
        opened.open(Answers.hello(identity, keeper.held().version()));
    }

    private UpdateReceiver newReceiver() {
        return new UpdateReceiver(keeper, settings.following().bounds(), meters);
    }

    /** What the stream that is followed says; one that is followed no longer is not heard. */
    private final class Streams implements ControlPlaneStream.Owner {
        @Override
        public void connected(ControlPlaneStream from) {
            if (from == stream) {
                LOG.info("Following the control plane at {}", from);
                keeper.connectedTo(Optional.of(from.address()), Optional.empty());
                told = null;
                tellHealthIfChanged();
                if (serving.status().origin() == Origin.NOTHING
                        && settings.controlPlanes().size() > 1) {
                    waitForBetter("has no state yet");
                }
            }
        }

        @Override
        public void received(ControlPlaneStream from, FromControlPlane message) {
            if (from != stream) {
                return;
            }
            switch (message.getMessageCase()) {
                case UPDATE -> receiver.receive(message.getUpdate()).ifPresent(answer -> answer(from, answer));
                case COMMAND -> from.send(Answers.result(carryOut(message.getCommand())));
                case REPLICAS, MOVE, MESSAGE_NOT_SET -> LOG.debug("{} sent a message of a later version", from);
            }
        }

        @Override
        public void ended(ControlPlaneStream from, String reason) {
            if (from == stream) {
                goOn(reason);
            }
        }
    }

    private void answer(ControlPlaneStream to, UpdateReceiver.Answer answer) {
        to.send(answer.message());
        switch (answer.kind()) {
            case CURRENT -> {
                failures = 0;
                stopWaiting();
                lastGood.ifPresent(disk -> disk.applied(keeper.held()));
                tellHealthIfChanged();
            }
            case OLDER -> waitForBetter("has only an older state");
            case UNUSABLE -> {}
        }
    }

    /** Leaves the control plane after a while, unless it sends something newer. */
    private void waitForBetter(String why) {
        if (patience == null) {
            patience = thread.schedule(
                    () -> leave(why), settings.following().patience().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    private void leave(String why) {
        patience = null;
        if (stream != null) {
            stream.close();
            goOn(why);
        }
    }

    /** To the next control plane: soon after the first failure, ever later while all of them fail. */
    private void goOn(String reason) {
        stopWaiting();
        List<ControlPlaneAddress> all = settings.controlPlanes();
        ControlPlaneAddress left = all.get(next);
        if (failures == 0) { // once for each outage, not once a second
            LOG.warn("The control plane at {} is not followed any more ({}): serving on", left, reason);
        } else {
            LOG.debug("The control plane at {} is not followed: {}", left, reason);
        }
        stream = null;
        keeper.connectedTo(Optional.empty(), Optional.of(left + ": " + reason));
        next = (next + 1) % all.size();
        Duration wait = settings.following()
                .backoff()
                .after(failures / all.size(), () -> ThreadLocalRandom.current().nextDouble());
        failures++;
        if (!closed) {
            thread.schedule(this::connect, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private CommandResult.Builder carryOut(Command command) {
        CommandResult.Builder result = CommandResult.newBuilder().setId(command.getId());
        switch (command.getCommandCase()) {
            case DRAIN -> {
                LOG.info("The control plane asks to drain");
                orders.drain();
                return result.setDrained(Drained.getDefaultInstance());
            }
            case EXPLAIN -> {
                try {
                    return result.setExplained(orders.explain(command.getExplain()));
                } catch (IllegalArgumentException e) {
                    return result.setFailed(Answers.bounded(String.valueOf(e.getMessage())));
                }
            }
            case COMMAND_NOT_SET -> {
                return result.setFailed("a command that this version does not know");
            }
        }
        throw new IllegalStateException("no such command: " + command.getCommandCase());
    }

    private void beat() {
        ControlPlaneStream current = stream;
        if (current != null && current.ready()) {
            keeper.confirmed();
            if (serving.status().origin() == Origin.CONTROL_PLANE) {
                lastGood.ifPresent(disk -> disk.confirmed(keeper.held()));
            }
            tell(current, orders.health());
        }
    }

    private void tellHealthIfChanged() {
        ControlPlaneStream current = stream;
        if (current != null) {
            HealthReport now = orders.health();
            if (told == null || now.tellsMoreThan(told)) {
                tell(current, now);
            }
        }
    }

    private void tell(ControlPlaneStream current, HealthReport report) {
        told = report;
        current.send(Answers.health(report));
    }

    private Number ageSeconds() {
        Optional<Instant> confirmed = serving.status().confirmedAt();
        return confirmed
                .map(at -> Math.max(0, Duration.between(at, clock.instant()).toMillis()) / 1000.0)
                .orElse(Double.NaN);
    }
}
