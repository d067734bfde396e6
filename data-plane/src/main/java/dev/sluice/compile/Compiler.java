package dev.sluice.compile;

import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the next compiled state from the one before and what changed. Pure but for the registry, which it asks for
 * endpoints. Total: what cannot be compiled is refused by name and hurts nothing else.
 *
 * <p>The cost of a change grows with the change only, with three exceptions that are its own: a listener that comes, goes or
 * moves costs its rules, an endpoint set costs its endpoints, and rules of one path are in one array.
 */
public final class Compiler {
    private final EndpointRegistry registry;

    /** @param registry where endpoints are found again; the same one must publish what is compiled */
    public Compiler(EndpointRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param upserts new or changed resources, in any order, one for each key
     * @param removes keys that are gone; unknown ones are ignored
     */
    public Compiled apply(Compiled previous, List<Upsert> upserts, List<ResourceKey> removes) {
        Compilation compilation = new Compilation(previous, registry);
        upserts.stream()
                .sorted(Comparator.comparing(upsert -> upsert.key().kind()))
                .forEach(compilation::put);
        removes.stream()
                .sorted(Comparator.comparing(ResourceKey::kind).reversed())
                .forEach(compilation::remove);
        return compilation.done();
    }

    /**
     * The state of a full snapshot: what it does not name is gone. What did not change is found unchanged, and what is
     * refused keeps its last form, as if only the difference had come.
     */
    public Compiled replace(Compiled previous, List<Upsert> snapshot) {
        Set<ResourceKey> named = new HashSet<>();
        snapshot.forEach(upsert -> named.add(upsert.key()));
        List<ResourceKey> gone = new ArrayList<>();
        for (ResourceKey key : previous.keys()) {
            if (!named.contains(key)) {
                gone.add(key);
            }
        }
        return apply(previous, snapshot, gone);
    }

    /**
     * New addresses from DNS.
     *
     * @param addresses of each upstream whose addresses changed; upstreams that are not in {@link Compiled#toResolve} are
     *     ignored: they may have gone while DNS was asked
     */
    public Compiled resolve(Compiled previous, Map<UpstreamKey, List<IpAddress>> addresses) {
        Compilation compilation = new Compilation(previous, registry);
        addresses.forEach(compilation::resolve);
        return compilation.done();
    }
}
