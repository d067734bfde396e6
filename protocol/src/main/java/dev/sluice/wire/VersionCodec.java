package dev.sluice.wire;

import com.google.protobuf.ByteString;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.wire.v1.Consumed;
import dev.sluice.wire.v1.Version;
import java.util.SortedMap;
import java.util.TreeMap;

/** Versions. */
final class VersionCodec {
    private VersionCodec() {}

    static Version toWire(dev.sluice.key.Version version) {
        Version.Builder wire = Version.newBuilder()
                .setEpochSource(version.epoch().source())
                .setEpochGeneration(version.epoch().generation())
                .setDecision(version.decision())
                .setDigest(ByteString.copyFrom(version.digest().bytes()));
        version.freshness().consumed().forEach((watch, number) -> wire.addFreshness(consumed(watch, number)));
        return wire.build();
    }

    private static Consumed consumed(WatchKey watch, long resourceVersion) {
        return Consumed.newBuilder()
                .setGroup(watch.kind().group())
                .setKind(watch.kind().kind())
                .setScope(watch.scope())
                .setResourceVersion(resourceVersion)
                .build();
    }

    static dev.sluice.key.Version fromWire(Version wire) throws UndecodableException {
        return new dev.sluice.key.Version(
                new Epoch(wire.getEpochSource(), wire.getEpochGeneration()),
                wire.getDecision(),
                freshness(wire),
                digest(wire.getDigest()));
    }

    private static Freshness freshness(Version wire) throws UndecodableException {
        SortedMap<WatchKey, Long> consumed = new TreeMap<>();
        for (Consumed each : wire.getFreshnessList()) {
            WatchKey watch = new WatchKey(new ObjectKind(each.getGroup(), each.getKind()), each.getScope());
            if (consumed.put(watch, each.getResourceVersion()) != null) {
                throw new UndecodableException("version: freshness of " + watch + ": expected once, is there twice");
            }
        }
        return new Freshness(consumed);
    }

    private static Digest digest(ByteString bytes) throws UndecodableException {
        try {
            return Digest.of(bytes.toByteArray());
        } catch (IllegalArgumentException e) {
            throw new UndecodableException("version: " + e.getMessage(), e);
        }
    }
}
