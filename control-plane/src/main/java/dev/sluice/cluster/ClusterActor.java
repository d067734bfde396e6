package dev.sluice.cluster;

import akka.actor.typed.Behavior;

/**
 * An actor that every incarnation of the cluster system runs, below its guardian: under {@code /user/name} of each
 * member, so that members find each other's by the address. It is spawned anew, with nothing of its predecessor's, each
 * time the cluster system starts; one that ends takes its incarnation with it.
 *
 * @param behavior spawned once an incarnation
 */
public record ClusterActor(String name, Behavior<?> behavior) {}
