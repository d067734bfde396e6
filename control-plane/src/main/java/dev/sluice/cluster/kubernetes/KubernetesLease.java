package dev.sluice.cluster.kubernetes;

import akka.actor.ExtendedActorSystem;
import akka.coordination.lease.LeaseException;
import akka.coordination.lease.LeaseSettings;
import akka.coordination.lease.javadsl.Lease;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Lease of the API server as Akka's split-brain resolver and singleton know leases. All calls to the API server are made
 * by one thread of its own; whoever asks waits for a future, and for a bounded time. Holder or not, it looks at the Lease at
 * every renewal interval, so that when the time comes it is already known whether the holder has fallen silent.
 */
public final class KubernetesLease extends Lease {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesLease.class);
    private static final int OPERATIONS_OF_A_CALL = 3;
    private static final int TRIES_PER_RENEWAL = 4;

    private final LeaseSettings settings;
    private final String name;
    private final Claim claim;
    private final boolean patient;
    private final Side side;
    private final Duration renew;
    private final Duration limit;
    private final ScheduledExecutorService thread;
    private Consumer<Optional<Throwable>> lost = reason -> {};
    private boolean away;

    /** Called by Akka, with the settings below the path that names this class. */
    public KubernetesLease(LeaseSettings settings, ExtendedActorSystem system) {
        this.settings = settings;
        KubernetesSetup setup = KubernetesSetup.of(system);
        this.name = settings.leaseConfig().getString("object");
        this.patient = settings.leaseConfig().getBoolean("patient");
        this.side = new Side(system);
        this.renew = settings.timeoutSettings().getHeartbeatInterval();
        Duration timeout = settings.timeoutSettings().getOperationTimeout();
        this.limit = timeout.multipliedBy(OPERATIONS_OF_A_CALL);
        Duration ttl = settings.timeoutSettings().getHeartbeatTimeout();
        this.claim = new Claim(
                new Claim.Terms(
                        name, Side.identityOf(settings.ownerName()) + UUID.randomUUID(), ttl, ttl.minus(timeout)),
                setup.leases(timeout),
                System::nanoTime,
                InstantSource.system());
        this.thread = Executors.newSingleThreadScheduledExecutor(task ->
                Thread.ofPlatform().name("sluice-lease-" + name).daemon().unstarted(task));
        system.registerOnTermination(thread::shutdownNow);
        KubernetesLeases.of(system).add(name, this);
        thread.execute(this::beat);
    }

    @Override
    public LeaseSettings getSettings() {
        return settings;
    }

    @Override
    public CompletionStage<Boolean> acquire() {
        return acquire(reason -> {});
    }

    @Override
    public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> leaseLost) {
        return patient ? new Attempt(leaseLost).begin() : asked("acquired", () -> take(leaseLost));
    }

    private boolean take(Consumer<Optional<Throwable>> leaseLost) throws IOException {
        boolean held = claim.holds() || claim.acquire();
        if (held) {
            lost = leaseLost;
        }
        return held;
    }

    /**
     * Takes the Lease from a holder that is dead, for one who asks only once: tries again until it has run out, and gives
     * up as soon as the holder renews it. Not longer than that takes. The resolver asks whether its side of a split may stay:
     * it may when the holder lives and is of that side, as one is that decided about an earlier fault less than
     * {@code release-after} ago; were it refused then, both would be put out.
     */
    private final class Attempt {
        private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
        private final Consumer<Optional<Throwable>> leaseLost;
        private final long deadlineNanos = System.nanoTime() + patience().toNanos();
        private @Nullable LeaseRecord first;

        Attempt(Consumer<Optional<Throwable>> leaseLost) {
            this.leaseLost = leaseLost;
        }

        CompletionStage<Boolean> begin() {
            thread.execute(this::run);
            return answer.orTimeout(patience().plus(limit).toMillis(), TimeUnit.MILLISECONDS);
        }

        private void run() {
            try {
                if (take(leaseLost)) {
                    answer.complete(true);
                } else if (renewed() || late()) {
                    answer.complete(renewed() && first != null && side.has(first.holder()));
                } else {
                    again();
                }
            } catch (IOException | RuntimeException e) {
                if (late()) {
                    answer.completeExceptionally(failure("acquired", e));
                } else {
                    again();
                }
            }
        }

        private boolean renewed() {
            LeaseRecord now = claim.seen().orElse(null);
            if (first == null) {
                first = now;
            }
            return first != null && !first.equals(now);
        }

        private boolean late() {
            return System.nanoTime() - deadlineNanos >= 0;
        }

        private void again() {
            thread.schedule(this::run, renew.dividedBy(TRIES_PER_RENEWAL).toMillis(), TimeUnit.MILLISECONDS);
        }

        private Duration patience() {
            return settings.timeoutSettings().getHeartbeatTimeout().plus(renew);
        }
    }

    @Override
    public CompletionStage<Boolean> release() {
        return asked("released", () -> {
            claim.release();
            return true;
        });
    }

    /** Whether it was renewed so lately, by the monotonic clock, that nobody else can hold it. */
    @Override
    public boolean checkLease() {
        return claim.holds();
    }

    private CompletionStage<Boolean> asked(String what, Callable<Boolean> call) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                answer.complete(call.call());
            } catch (Exception e) {
                answer.completeExceptionally(failure(what, e));
            }
        });
        return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private LeaseException failure(String what, Exception reason) {
        return new LeaseException("Lease " + name + " could not be " + what + ": " + reason.getMessage());
    }

    /** Renews the Lease or looks at it, over and over; sooner again after a failure. */
    private void beat() {
        Duration next = renew;
        try {
            if (claim.claimed()) {
                renew();
            } else {
                claim.observe();
            }
            answered();
        } catch (IOException | RuntimeException e) {
            next = renew.dividedBy(TRIES_PER_RENEWAL);
            unanswered(e);
        } finally {
            if (!thread.isShutdown()) {
                thread.schedule(this::beat, next.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void renew() throws IOException {
        if (!claim.renew()) {
            lose("another has taken it");
        }
    }

    private void answered() {
        if (away) {
            away = false;
            LOG.info("Lease {} is within reach again", name);
        }
    }

    private void unanswered(Exception reason) {
        if (!away) {
            away = true;
            LOG.warn("Lease {} cannot be reached, it is tried again: {}", name, reason.getMessage());
        }
        if (claim.claimed() && !claim.holds()) {
            claim.abandon();
            lose("it could not be renewed in time: " + reason.getMessage());
        }
    }

    private void lose(String reason) {
        LOG.warn("Lease {} is lost: {}", name, reason);
        lost.accept(Optional.of(new LeaseException(reason)));
    }
}
