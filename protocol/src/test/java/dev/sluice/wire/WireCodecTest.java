package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CredentialKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.resource.ModelArbitraries;
import dev.sluice.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WireCodecTest {
    @Provide
    Arbitrary<Resource> resources() {
        return ModelArbitraries.resources().withoutEdgeCases();
    }

    @Provide
    Arbitrary<ResourceKey> keys() {
        return ModelArbitraries.keys();
    }

    @Property
    void whatWasEncodedIsDecodedToTheSame(@ForAll("resources") Resource resource) throws RefusedResourceException {
        EncodedResource encoded = WireCodec.encode(resource);

        assertThat(WireCodec.decode(encoded.key(), encoded.content())).isEqualTo(resource);
    }

    @Property
    void equalResourcesHaveEqualBytes(@ForAll("resources") Resource resource) throws RefusedResourceException {
        EncodedResource encoded = WireCodec.encode(resource);

        assertThat(WireCodec.encode(WireCodec.decode(encoded.key(), encoded.content())))
                .isEqualTo(encoded);
    }

    @Property
    void anEnvelopeKeepsKeyBytesAndHash(@ForAll("resources") Resource resource) throws UndecodableException {
        EncodedResource encoded = WireCodec.encode(resource);

        assertThat(WireCodec.fromWire(WireCodec.toWire(encoded))).isEqualTo(encoded);
    }

    @Property(tries = 1000)
    void randomBytesAreDecodedOrRefusedByName(@ForAll("keys") ResourceKey key, @ForAll byte[] bytes) {
        assertDecodesOrRefuses(key, ByteString.copyFrom(bytes));
    }

    @Property(tries = 1000)
    void aDamagedResourceIsDecodedOrRefusedByName(
            @ForAll("resources") Resource resource, @ForAll int at, @ForAll byte value) {
        byte[] bytes = WireCodec.encode(resource).content().toByteArray();
        if (bytes.length > 0) {
            bytes[Math.floorMod(at, bytes.length)] = value;
        }
        assertDecodesOrRefuses(resource.key(), ByteString.copyFrom(bytes));
    }

    private static void assertDecodesOrRefuses(ResourceKey key, ByteString bytes) {
        try {
            assertThat(WireCodec.decode(key, bytes).key()).isEqualTo(key);
        } catch (RefusedResourceException e) {
            assertThat(e).hasMessageStartingWith(key.toString());
        }
    }

    @Example
    void aHashIsOverKindLengthIdAndContent() {
        // SHA-256 of 06 00000001 61 6263: kind 6 (upstream), an id of one byte, "a", and "bc".
        ByteString content = ByteString.copyFrom("bc", StandardCharsets.UTF_8);

        assertThat(WireCodec.hash(new UpstreamKey("a"), content).bytes())
                .isEqualTo(sha256(HexFormat.of().parseHex("0600000001616263")));
    }

    @Example
    void theBorderBetweenIdAndContentIsPartOfTheHash() {
        assertThat(WireCodec.hash(new UpstreamKey("ab"), ByteString.copyFromUtf8("c")))
                .isNotEqualTo(WireCodec.hash(new UpstreamKey("a"), ByteString.copyFromUtf8("bc")));
    }

    @Example
    void noTextOfASecretHasItsContent() {
        ResourceKey key = new CredentialKey("ns/users");
        ByteString damaged = ByteString.copyFromUtf8("hunter2:hunter2");

        assertThat(EncodedResource.of(key, damaged).toString()).doesNotContain("hunter2");
        assertThatThrownBy(() -> WireCodec.decode(key, damaged))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
