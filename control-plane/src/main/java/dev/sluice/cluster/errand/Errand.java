package dev.sluice.cluster.errand;

import akka.actor.ActorRef;
import dev.sluice.cluster.ClusterMessage;

/**
 * One member asks another to ask a data plane.
 *
 * @param node of the data plane
 * @param command in the protocol of data planes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Errand(String node, byte[] command, ActorRef replyTo) implements ClusterMessage {

    /** What came of it; empty where the member does not serve the node. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Done(byte[] answer) implements ClusterMessage {}
}
