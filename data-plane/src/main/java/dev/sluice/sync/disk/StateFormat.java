package dev.sluice.sync.disk;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.key.ResourceKind;
import dev.sluice.key.Version;
import dev.sluice.wire.EncodedResource;
import dev.sluice.wire.EncodedTable;
import dev.sluice.wire.UndecodableException;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Envelope;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The bytes of a state: {@code SLUICE-STATE}, format, cluster, fleet and source of the epoch, when it was confirmed (ms), the
 * version, each resource as it travels, those with secrets as {@link SecretsPart} writes them, and at last the SHA-256 of
 * all that. A file is used only if the checksum holds, so that its parts are read without suspicion of damage; it is no
 * defence against somebody who may write the file.
 */
final class StateFormat {
    /** Part of the file name: another format is another file. */
    static final int VERSION = 1;

    private static final String MAGIC = "SLUICE-STATE";
    private static final int CHECKSUM_BYTES = 32;

    private StateFormat() {}

    /** Whether a resource may hold what only this process should know: it is written encrypted or not at all. */
    static boolean secret(ResourceKind kind) {
        return switch (kind) {
            case CERTIFICATE, CREDENTIAL, TICKET_KEYS -> true;
            case UNKNOWN -> true; // of what is not understood it cannot be said that it holds no key
            case TRUST_BUNDLE, TLS_HOST, ENDPOINT_SET, UPSTREAM, LISTENER, ROUTE -> false;
        };
    }

    static void encode(StateImage image, StateKeys keys, OutputStream out) throws IOException {
        MessageDigest sha = sha256();
        DataOutputStream data = new DataOutputStream(new DigestOutputStream(out, sha));
        data.writeUTF(MAGIC);
        data.writeInt(VERSION);
        data.writeUTF(image.owner().cluster());
        data.writeUTF(image.owner().fleet().value());
        data.writeUTF(image.version().epoch().source());
        data.writeLong(image.confirmedAt().toEpochMilli());
        WireCodec.toWire(image.version()).writeDelimitedTo(data);
        Map<Boolean, List<EncodedResource>> resources = image.table().values().stream()
                .collect(Collectors.partitioningBy(
                        resource -> secret(resource.key().kind())));
        List<EncodedResource> open = resources.getOrDefault(false, List.of());
        data.writeInt(open.size());
        for (EncodedResource resource : open) {
            WireCodec.toWire(resource).writeDelimitedTo(data);
        }
        SecretsPart.write(resources.getOrDefault(true, List.of()), image.owner(), keys, data);
        data.flush();
        out.write(sha.digest());
    }

    static StateImage decode(byte[] bytes, StateOwner owner, StateKeys keys) throws UnusableState {
        int length = bytes.length - CHECKSUM_BYTES;
        if (length <= 0 || !Arrays.equals(checksum(bytes, length), Arrays.copyOfRange(bytes, length, bytes.length))) {
            throw new UnusableState("damaged: its checksum does not hold (" + bytes.length + " bytes)");
        }
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes, 0, length))) {
            expect("kind of file", MAGIC, data.readUTF());
            expect("format", VERSION, data.readInt());
            expect("cluster", owner.cluster(), data.readUTF());
            expect("fleet", owner.fleet().value(), data.readUTF());
            data.readUTF(); // the source stands in front for people; the version has it too
            Instant confirmedAt = Instant.ofEpochMilli(data.readLong());
            Version version = WireCodec.fromWire(dev.sluice.wire.v1.Version.parseDelimitedFrom(data));
            EncodedTable open = EncodedTable.EMPTY.apply(resources(data), List.of());
            SecretsPart.Secrets secrets = SecretsPart.read(data, owner, keys);
            return new StateImage(
                    owner, confirmedAt, version, open.apply(secrets.opened(), List.of()), secrets.withheld());
        } catch (IOException | UndecodableException e) {
            throw new UnusableState("its content cannot be read: " + e);
        }
    }

    private static List<EncodedResource> resources(DataInputStream data) throws IOException, UndecodableException {
        int count = data.readInt();
        List<EncodedResource> resources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Envelope envelope = Envelope.parseDelimitedFrom(data);
            if (envelope == null) {
                throw new InvalidProtocolBufferException("ends after " + i + " of " + count + " resources");
            }
            resources.add(WireCodec.fromWire(envelope));
        }
        return resources;
    }

    private static void expect(String what, Object expected, Object found) throws UnusableState {
        if (!expected.equals(found)) {
            throw new UnusableState("foreign: " + what + " '" + found + "': expected '" + expected + "'");
        }
    }

    private static byte[] checksum(byte[] bytes, int length) {
        MessageDigest sha = sha256();
        sha.update(bytes, 0, length);
        return sha.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
