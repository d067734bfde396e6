package dev.sluice.cluster;

/** Marks what members say to each other, beside Akka's own messages: serialized as CBOR by Jackson. */
public interface ClusterMessage {}
