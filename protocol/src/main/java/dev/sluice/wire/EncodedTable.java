package dev.sluice.wire;

import dev.sluice.key.Digest;
import dev.sluice.key.ResourceKey;
import dev.sluice.resource.TableDiff;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * A table as it travels, with its digest: what the publisher last made and what a data plane last took. A value; a
 * changed table shares what did not change with the one before, and its digest is kept without reading the rest.
 */
public final class EncodedTable {
    public static final EncodedTable EMPTY = new EncodedTable(TreePMap.empty(), Digest.EMPTY);

    private final PSortedMap<ResourceKey, EncodedResource> resources;
    private final Digest digest;

    private EncodedTable(PSortedMap<ResourceKey, EncodedResource> resources, Digest digest) {
        this.resources = resources;
        this.digest = digest;
    }

    /** This table after the change; a key to remove that is not there changes nothing. */
    public EncodedTable apply(Collection<EncodedResource> upserts, Collection<ResourceKey> removes) {
        PSortedMap<ResourceKey, EncodedResource> next = resources;
        Digest sum = digest;
        for (EncodedResource upsert : upserts) {
            sum = sum.minus(hash(next, upsert.key())).plus(upsert.hash());
            next = next.plus(upsert.key(), upsert);
        }
        for (ResourceKey key : removes) {
            sum = sum.minus(hash(next, key));
            next = next.minus(key);
        }
        return new EncodedTable(next, sum);
    }

    private static Digest hash(PSortedMap<ResourceKey, EncodedResource> resources, ResourceKey key) {
        EncodedResource resource = resources.get(key);
        return resource == null ? Digest.EMPTY : resource.hash();
    }

    /** The change that makes {@code next} of this table. */
    public EncodedChange changeTo(EncodedTable next) {
        List<EncodedResource> upserts = new ArrayList<>();
        List<ResourceKey> removes = new ArrayList<>();
        if (resources != next.resources) {
            TableDiff.walk(resources, next.resources, upserts::add, removes::add);
        }
        return new EncodedChange(upserts, removes);
    }

    /** The sum of the hashes of all resources. */
    public Digest digest() {
        return digest;
    }

    public Optional<EncodedResource> get(ResourceKey key) {
        return Optional.ofNullable(resources.get(key));
    }

    /** In the order of the keys: what a resource names comes before it. */
    public Collection<EncodedResource> values() {
        return resources.values();
    }

    public int size() {
        return resources.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedTable that && digest.equals(that.digest) && resources.equals(that.resources);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return size() + " resources, " + digest.shortText();
    }
}
