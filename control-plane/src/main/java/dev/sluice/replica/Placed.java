package dev.sluice.replica;

/** A data plane, and the replica that serves it. */
public record Placed(ReplicaId replica, DataPlaneView view) {}
