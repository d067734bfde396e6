package dev.sluice.cluster.share;

import akka.cluster.UniqueAddress;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.LWWMap;
import akka.cluster.ddata.LWWMapKey;
import akka.cluster.ddata.LWWRegister;
import akka.cluster.ddata.LWWRegisterKey;
import java.util.List;
import java.util.stream.IntStream;

/** Under what things are replicated. A name here is part of the protocol between versions. */
final class Keys {
    /** So that one that changes moves a small part of them all. */
    private static final int MEMORY_PARTS = 16;

    static final Key<LWWRegister<Blob>> DECISION = LWWRegisterKey.create("decision");
    static final List<Key<LWWMap<String, Blob>>> MEMORY = IntStream.range(0, MEMORY_PARTS)
            .<Key<LWWMap<String, Blob>>>mapToObj(part -> LWWMapKey.create("memory-" + part))
            .toList();

    private Keys() {}

    /** Each life of each member has a report of its own, which nobody else writes. */
    static Key<LWWRegister<Blob>> report(UniqueAddress member) {
        return LWWRegisterKey.create("report-" + member.address() + "#" + member.longUid());
    }

    static Key<LWWMap<String, Blob>> memory(String uid) {
        return MEMORY.get(part(uid));
    }

    /** The same on every replica: the hash of a String is defined by its content. */
    static int part(String uid) {
        return Math.floorMod(uid.hashCode(), MEMORY_PARTS);
    }
}
