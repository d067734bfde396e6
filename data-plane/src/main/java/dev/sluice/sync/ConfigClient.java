package dev.sluice.sync;

import dev.sluice.compile.EndpointRegistry;
import dev.sluice.key.Version;
import dev.sluice.sync.SyncStatus.Origin;
import dev.sluice.sync.disk.Loaded;
import dev.sluice.sync.disk.StateFolder;
import dev.sluice.sync.disk.StateImage;
import dev.sluice.wire.v1.Command;
import dev.sluice.wire.v1.CommandResult;
import dev.sluice.wire.v1.Drained;
import dev.sluice.wire.v1.Explain;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a data plane at the newest state: serves the last good one, then says what is served to the replica of the control
 * plane that {@link Follower} follows, takes what is newer, and answers. Everything happens in one thread, the sync thread, but
 * for what is explained.
 */
public final class ConfigClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigClient.class);
    private static final long CLOSE_MILLIS = 5_000;

    private final DataPlaneIdentity identity;
    private final SyncSettings settings;
    private final Surroundings.Orders orders;
    private final EndpointRegistry endpoints;
    private final InstantSource clock;
    private final SyncThread thread = new SyncThread();
    private final SyncMeters meters;
    private final StateKeeper keeper;
    private final Serving serving;
    private final Optional<LastGoodState> lastGood;

    private final Transport transport;
    private final Follower follower;
    private @Nullable HealthReport told;

    /**
     * Nothing happens before {@link #start}.
     *
     * @throws IllegalArgumentException naming a TLS file that is missing or cannot be used
     */
    public ConfigClient(DataPlaneIdentity identity, SyncSettings settings, Surroundings surroundings, Serving serving) {
        this.identity = identity;
        this.settings = settings;
        this.orders = surroundings.orders();
        this.endpoints = surroundings.endpoints();
        this.clock = surroundings.clock();
        this.serving = serving;
        this.meters = new SyncMeters(surroundings.meters(), serving::status, this::ageSeconds);
        this.keeper = new StateKeeper(surroundings, settings.names(), thread, serving, meters);
        this.transport = Transport.open(settings.security(), meters, clock);
        this.follower = new Follower(
                settings.following(),
                thread,
                new Candidates(identity.node(), settings.controlPlanes(), settings.security()),
                surroundings.hosts(),
                this::open,
                new Talk(),
                new FollowerView(keeper, serving, meters),
                new Moves(settings.following().movePause(), clock));
        this.lastGood = settings.lastGood()
                .folder()
                .map(folder -> new LastGoodState(
                        new StateFolder(
                                folder,
                                settings.lastGood().maxBytes(),
                                settings.lastGood().keys()),
                        settings.lastGood(),
                        meters,
                        clock));
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
            follower.begin();
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
        CompletableFuture<List<ControlPlaneStream>> last = new CompletableFuture<>();
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(() -> last.complete(follower.close()));
        try {
            for (ControlPlaneStream ending : last.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                ending.awaitEnd(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The sync thread does not end: {}", e.toString());
        }
        thread.shutdown();
        transport.close();
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
        if (!image.withheld().keys().isEmpty()) {
            LOG.warn(
                    "It does not give {} resources with private keys away ({}): what needs them waits for a control plane",
                    image.withheld().keys().size(),
                    image.withheld().why());
        }
    }

    private Link open(Candidate candidate) {
        ControlPlaneStream stream =
                new ControlPlaneStream(candidate, transport, settings.following(), thread, follower(), this::explained);
        stream.open(Answers.hello(identity, keeper.held().version(), keeper.history()));
        return new Link(stream, new UpdateReceiver(keeper, settings.following().bounds(), meters));
    }

    private Follower follower() {
        return follower;
    }

    /** What comes of what the replica says that is followed. */
    private final class Talk implements Follower.Conversation {
        @Override
        public void following(ControlPlaneStream stream) {
            told = null;
            tellHealthIfChanged();
        }

        @Override
        public void current() {
            lastGood.ifPresent(disk -> disk.applied(keeper.held()));
            tellHealthIfChanged();
        }

        @Override
        public void carryOut(ControlPlaneStream from, Command command) {
            from.send(Answers.result(ConfigClient.this.carryOut(command)));
        }

        @Override
        public Version held() {
            return keeper.held().version();
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
                return explained(command.getExplain()).setId(command.getId());
            }
            case COMMAND_NOT_SET -> {
                return result.setFailed("a command that this version does not know");
            }
        }
        throw new IllegalStateException("no such command: " + command.getCommandCase());
    }

    /** From any thread. */
    private CommandResult.Builder explained(Explain question) {
        CommandResult.Builder result = CommandResult.newBuilder();
        try {
            return result.setExplained(orders.explain(question));
        } catch (IllegalArgumentException e) {
            return result.setFailed(Answers.bounded(String.valueOf(e.getMessage())));
        }
    }

    private void beat() {
        follower.stream().filter(ControlPlaneStream::ready).ifPresent(current -> {
            keeper.confirmed();
            if (serving.status().origin() == Origin.CONTROL_PLANE) {
                lastGood.ifPresent(disk -> disk.confirmed(keeper.held()));
            }
            tell(current, orders.health());
        });
    }

    private void tellHealthIfChanged() {
        follower.stream().ifPresent(current -> {
            HealthReport now = orders.health();
            if (told == null || now.tellsMoreThan(told)) {
                tell(current, now);
            }
        });
    }

    private void tell(ControlPlaneStream current, HealthReport report) {
        told = report;
        current.send(Answers.health(report, endpoints.failing(), System.nanoTime()));
    }

    private Number ageSeconds() {
        Optional<Instant> confirmed = serving.status().confirmedAt();
        return confirmed
                .map(at -> Math.max(0, Duration.between(at, clock.instant()).toMillis()) / 1000.0)
                .orElse(Double.NaN);
    }
}
