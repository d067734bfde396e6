package dev.sluice.cluster;

import akka.actor.setup.Setup;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import java.util.List;

/** How replicas find each other, who decides after a split, and what fences the leader. */
public interface Platform {
    /** Settings of Akka that follow from it; stand above those of every cluster. */
    Config config(Start start);

    /** What extensions need that cannot be written as text. */
    List<Setup> setups();

    /** What it runs in every incarnation. */
    List<ClusterActor> actors();

    /** Tells an incarnation to find the others. Called once each; returns at once. */
    void begin(ActorSystem<?> system, Start start);

    /** Of a turn to lead that begins in this incarnation. */
    Turn turn(ActorSystem<?> system);

    /** Which start of the cluster system it is. */
    enum Start {
        /** There is no reason to think that others are a cluster already: it may found one. */
        FIRST,
        /** It was a member and was put out: the others most likely are a cluster still. */
        AGAIN
    }

    /** A leader's turn, from the moment at which the singleton runs here. */
    interface Turn extends Fence {
        /** Called about twice a second while the turn lasts; must not wait. */
        void renew();

        /** Called once when the singleton has stopped: nobody needs to wait for this turn to run out. */
        void end();
    }
}
