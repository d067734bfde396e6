package dev.sluice.sync;

import dev.sluice.compile.Compiled;
import dev.sluice.compile.Compiler;
import dev.sluice.compile.Upsert;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.resource.IpAddress;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.EncodedChange;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.RefusedResourceException;
import dev.sluice.wire.WireCodec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a data plane holds, as it came and compiled. A value.
 *
 * @param version what is served; its digest is that of {@code table}
 */
record HeldState(Version version, EncodedTable table, Compiled compiled) {
    static final HeldState NONE = new HeldState(Version.NONE, EncodedTable.EMPTY, Compiled.EMPTY);

    /** What an offered transaction comes to. */
    sealed interface Outcome {}

    /** It is to be served. */
    record Applied(HeldState next) implements Outcome {}

    /** The same content is held already, perhaps by an older number: only the version moves. */
    record Same(HeldState next) implements Outcome {}

    /** It is older than what is held. */
    record Older() implements Outcome {}

    /** It builds on something else than what is held. */
    record WrongBase(String detail) implements Outcome {}

    /** Its bytes are not those that its version names. */
    record DigestMismatch(String detail) implements Outcome {}

    /** What becomes of this state when {@code update} is offered. Resources are decoded and refused one by one. */
    Outcome offer(AssembledUpdate update, Compiler compiler) {
        Version to = update.to();
        switch (to.standingTo(version)) {
            case OLDER -> {
                return new Older();
            }
            case SAME -> {
                // Same content by lower numbers (a replica that lags) must not lower what is remembered.
                Version name = to.freshness().lowerThan(version.freshness()) ? version : to;
                return compiled.awaited().isEmpty()
                        ? new Same(named(name))
                        : new Applied(moved(name, table, List.of(), compiler)); // it will not come: it is gone
            }
            case APPLIES -> {}
        }
        if (update.from().isPresent() && !sameContent(update.from().get())) {
            return new WrongBase("builds on " + update.from().get() + ", held is " + version);
        }
        EncodedTable next = update.applyTo(table);
        if (!next.digest().equals(to.digest())) {
            return new DigestMismatch("comes to " + next.digest().shortText() + " in " + next.size()
                    + " resources, its version says " + to.digest().shortText());
        }
        return new Applied(moved(to, next, List.of(), compiler));
    }

    /**
     * The state that a table makes which was read from disk: named by the digest of what is really there.
     *
     * @param withheld what belongs to it and is not there
     */
    HeldState load(Version written, EncodedTable read, List<ResourceKey> withheld, Compiler compiler) {
        Version named = new Version(written.epoch(), written.decision(), written.freshness(), read.digest());
        return moved(named, read, withheld, compiler);
    }

    /** The same resources with other addresses of names. */
    HeldState resolved(Map<UpstreamKey, List<IpAddress>> addresses, Compiler compiler) {
        return new HeldState(version, table, compiler.resolve(compiled, addresses));
    }

    private HeldState moved(Version to, EncodedTable next, List<ResourceKey> withheld, Compiler compiler) {
        EncodedChange change = table.changeTo(next); // a snapshot, too, costs decoding only where it differs
        List<Upsert> upserts = Stream.concat(
                        change.upserts().stream().map(HeldState::decoded),
                        withheld.stream().map(Upsert.Withheld::new))
                .toList();
        List<ResourceKey> removes = Stream.concat(
                        change.removes().stream(),
                        compiled.awaited().stream().filter(key -> next.get(key).isEmpty()))
                .toList();
        return new HeldState(to, next, compiler.apply(compiled, upserts, removes));
    }

    private static Upsert decoded(EncodedResource resource) {
        ResourceKey key = resource.key();
        try {
            return new Upsert.Decoded(WireCodec.decode(key, resource.content()));
        } catch (RefusedResourceException e) {
            return new Upsert.Undecodable(key, String.valueOf(e.getMessage()), e.matching());
        }
    }

    private HeldState named(Version name) {
        return new HeldState(name, table, compiled);
    }

    private boolean sameContent(Version other) {
        return other.epoch().equals(version.epoch())
                && other.decision() == version.decision()
                && other.digest().equals(version.digest());
    }

    @Override
    public String toString() {
        return version + ", " + table;
    }
}
