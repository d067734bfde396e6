package dev.sluice.rollout.store;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.FleetName;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.Version;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.Upstream;
import dev.sluice.rollout.Release;
import dev.sluice.rollout.store.StoreFailure.Reason;
import dev.sluice.translate.EndpointDemand;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.RefusedResourceException;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Envelope;
import dev.sluice.wire.v1.Update;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * A release as it is kept: the message that would bring all its resources to a data plane, compressed. Resources are kept
 * as they travel, so that a replica of another version of Sluice reads them under the same rules.
 */
public final class ReleaseBytes {
    /** A release is not inflated beyond this: 256 MiB. */
    private static final int MAX_INFLATED = 256 * 1024 * 1024;

    private static final Epoch NOWHERE = new Epoch("", 0);

    private ReleaseBytes() {}

    public static byte[] encode(Release release) {
        Version version = new Version(NOWHERE, 0, release.consumed(), release.id());
        Update.Builder update =
                Update.newBuilder().setTo(WireCodec.toWire(version)).setPart(1).setParts(1);
        release.encoded().values().forEach(resource -> update.addUpserts(WireCodec.toWire(resource)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            update.build().writeTo(zip);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The release that these bytes keep.
     *
     * @param id that it must have
     * @throws StoreFailure if they are damaged, are another release, or say what this version of Sluice does not know
     */
    public static Release decode(FleetName fleet, Digest id, byte[] bytes) {
        try {
            Update update = Update.parseFrom(inflated(bytes));
            Version version = WireCodec.fromWire(update.getTo());
            List<EncodedResource> encoded = new ArrayList<>();
            for (Envelope envelope : update.getUpsertsList()) {
                encoded.add(WireCodec.fromWire(envelope));
            }
            EncodedTable table = EncodedTable.EMPTY.apply(encoded, List.of());
            if (!table.digest().equals(id)) {
                throw unreadable(id, "its content is that of release " + table.digest(), null);
            }
            PSortedMap<ResourceKey, Resource> routes = TreePMap.empty();
            for (EncodedResource resource : encoded) {
                routes = routes.plus(resource.key(), WireCodec.decode(resource.key(), resource.content()));
            }
            return new Release(new RouteTable(fleet, routes), table, demands(routes), version.freshness());
        } catch (InvalidProtocolBufferException | UndecodableException e) {
            throw unreadable(id, "its content cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw unreadable(id, "its content makes no sense: " + e.getMessage(), e);
        } catch (RefusedResourceException e) {
            throw unreadable(id, "this version of Sluice does not know all of it: " + e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(id, "its content cannot be inflated: " + e.getMessage(), e);
        }
    }

    private static byte[] inflated(byte[] bytes) throws IOException {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] inflated = zip.readNBytes(MAX_INFLATED);
            if (zip.read() >= 0) {
                throw new IOException("larger than " + MAX_INFLATED + " bytes");
            }
            return inflated;
        }
    }

    private static PSortedMap<EndpointSetKey, EndpointDemand> demands(PSortedMap<ResourceKey, Resource> routes) {
        PSortedMap<EndpointSetKey, EndpointDemand> demands = TreePMap.empty();
        for (Resource resource : routes.values()) {
            if (resource instanceof Upstream upstream
                    && upstream.endpoints() instanceof Upstream.Discovered discovered) {
                demands = demands.plus(discovered.set(), EndpointDemand.of(discovered.set()));
            }
        }
        return demands;
    }

    private static StoreFailure unreadable(Digest id, String why, @Nullable Exception cause) {
        String message = "release " + id.shortText() + ": " + why;
        return cause == null
                ? new StoreFailure(Reason.UNREADABLE, message)
                : new StoreFailure(Reason.UNREADABLE, message, cause);
    }
}
