package dev.sluice.publish;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import dev.sluice.key.ObjectKind;
import dev.sluice.state.ObjectEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Actors whose clock stands still until a test moves it. */
final class Timing implements AutoCloseable {
    final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    final ManualTime time = ManualTime.get(kit.system());
    final Stages stages = new Stages();
    final Meters meters = new Meters(new SimpleMeterRegistry());

    <T> ActorRef<T> spawn(Behavior<T> behavior) {
        return kit.spawn(behavior);
    }

    void pass(Duration duration) {
        time.timePasses(duration);
    }

    /**
     * Returns when the owner has taken in and worked on everything that it was told before: a bookmark goes through it,
     * and a second one, because the first is taken before it is worked on.
     */
    static <T> void settle(ActorRef<T> owner, ObjectKind kind, BiFunction<ObjectEvent, Runnable, T> observe) {
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Void> taken = new CompletableFuture<>();
            owner.tell(observe.apply(
                    new ObjectEvent.Progressed(new dev.sluice.key.WatchKey(kind, ""), 0), () -> taken.complete(null)));
            taken.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
