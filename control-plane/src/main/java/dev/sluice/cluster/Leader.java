package dev.sluice.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import dev.sluice.cluster.Platform.Turn;
import java.time.Duration;

/** The singleton: where it runs, there is the leader, as long as its turn is renewed. It does nothing else. */
final class Leader {
    static final String NAME = "leader";
    private static final Duration RENEW = Duration.ofMillis(500);
    private static final Duration RESTART_LEAST = Duration.ofMillis(200);
    private static final Duration RESTART_MOST = Duration.ofSeconds(5);
    private static final double RESTART_SPREAD = 0.2;

    enum Tick {
        RENEW
    }

    private Leader() {}

    static Behavior<Tick> create(Platform platform, Leadership leadership) {
        Behavior<Tick> turn = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            Turn now = platform.turn(context.getSystem());
            timers.startTimerAtFixedRate(Tick.RENEW, RENEW);
            now.renew();
            leadership.begin(now);
            return leading(now, leadership);
        }));
        return Behaviors.supervise(turn)
                .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_LEAST, RESTART_MOST, RESTART_SPREAD));
    }

    private static Behavior<Tick> leading(Turn turn, Leadership leadership) {
        return Behaviors.receive(Tick.class)
                .onMessage(Tick.class, tick -> {
                    turn.renew();
                    leadership.observe();
                    return Behaviors.same();
                })
                .onSignal(PostStop.class, stopped -> {
                    leadership.cease(turn);
                    turn.end();
                    return Behaviors.same();
                })
                .onSignal(PreRestart.class, restarting -> {
                    leadership.cease(turn);
                    return Behaviors.same();
                })
                .build();
    }
}
