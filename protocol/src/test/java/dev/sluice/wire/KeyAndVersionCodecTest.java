package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.UnknownKey;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.ModelArbitraries;
import dev.sluice.wire.v1.Consumed;
import dev.sluice.wire.v1.Key;
import dev.sluice.wire.v1.Kind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class KeyAndVersionCodecTest {
    @Provide
    Arbitrary<ResourceKey> keys() {
        return ModelArbitraries.keys();
    }

    @Property
    void aKeySurvivesTheWire(@ForAll("keys") ResourceKey key) throws UndecodableException {
        assertThat(WireCodec.fromWire(WireCodec.toWire(key))).isEqualTo(key);
    }

    @Property
    void aVersionSurvivesTheWire(@ForAll long generation, @ForAll long decision, @ForAll long number)
            throws UndecodableException {
        Freshness freshness = Freshness.NONE
                .with(new WatchKey(ObjectKind.INGRESS, ""), number)
                .with(new WatchKey(ObjectKind.SECRET, "ns/name"), 1);
        Version version =
                new Version(new Epoch("cluster", generation), decision, freshness, new Digest(number, 1, 2, 3));

        assertThat(WireCodec.fromWire(WireCodec.toWire(version))).isEqualTo(version);
    }

    @Property(tries = 50)
    void aKeyOfALaterKindSurvivesTheWire(@ForAll @IntRange(min = 10, max = 255) int number)
            throws UndecodableException {
        Key key = Key.newBuilder().setKindValue(number).setId("x").build();

        assertThat(WireCodec.fromWire(key)).isEqualTo(new UnknownKey(number, "x"));
        assertThat(WireCodec.toWire(WireCodec.fromWire(key))).isEqualTo(key);
    }

    @Example
    void aKeyWithoutAKindOrWithOneThatCannotBeIsNamed() {
        assertUndecodable(Key.newBuilder().setKindValue(256).setId("x"), "kind 256: expected 1 to 255");
        assertUndecodable(Key.newBuilder().setKindValue(-1).setId("x"), "kind -1: expected 1 to 255");
        assertUndecodable(Key.newBuilder().setId("x"), "no kind");
    }

    @Example
    void keysOfTwoLaterKindsAreTwoKeysAndComeLast() {
        assertThat((ResourceKey) new UnknownKey(98, "x"))
                .isLessThan(new UnknownKey(99, "a"))
                .isNotEqualTo(new UnknownKey(99, "x"));
        assertThat((ResourceKey) new UnknownKey(9, "a")).isGreaterThan(new ResourceKey.RouteKey("z"));
    }

    @Example
    void aResourceOfALaterKindIsHashedAsItsSenderHashesItAndRefusedWhenDecoded() throws UndecodableException {
        ByteString content = ByteString.copyFromUtf8("bytes of a later version");
        ByteString framed =
                ByteString.copyFrom(new byte[] {99, 0, 0, 0, 1, 'x'}).concat(content);
        UnknownKey key = new UnknownKey(99, "x");

        assertThat(WireCodec.hash(key, content)).isEqualTo(sha256(framed));
        assertThat(WireCodec.fromWire(WireCodec.toWire(EncodedResource.of(key, content))))
                .isEqualTo(EncodedResource.of(key, content));
        assertThatThrownBy(() -> WireCodec.decode(key, content))
                .isInstanceOf(RefusedResourceException.class)
                .hasMessage("kind 99 x: kind 99 is not known to this version");
    }

    private static Digest sha256(ByteString bytes) {
        try {
            return Digest.of(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Example
    void anEmptyOrOverlongIdIsRefused() {
        assertUndecodable(Key.newBuilder().setKind(Kind.KIND_ROUTE), "empty id");
        assertUndecodable(Key.newBuilder().setKind(Kind.KIND_ROUTE).setId("x".repeat(4097)), "longer than 4096 bytes");
        assertUndecodable(
                Key.newBuilder().setKind(Kind.KIND_ROUTE).setId("\u4e2d".repeat(1366)), "longer than 4096 bytes");
    }

    @Example
    void aDigestOfAnotherLengthIsRefused() {
        dev.sluice.wire.v1.Version wire = WireCodec.toWire(Version.NONE).toBuilder()
                .setDigest(ByteString.copyFrom(new byte[31]))
                .build();

        assertThatThrownBy(() -> WireCodec.fromWire(wire))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("32 bytes, not 31");
    }

    @Example
    void aWatchThatIsThereTwiceIsRefused() {
        Consumed ingress = Consumed.newBuilder().setKind("Ingress").build();
        dev.sluice.wire.v1.Version wire = WireCodec.toWire(Version.NONE).toBuilder()
                .addFreshness(ingress)
                .addFreshness(ingress)
                .build();

        assertThatThrownBy(() -> WireCodec.fromWire(wire))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("Ingress");
    }

    @Example
    void capabilitiesAreFoundByNameAndUnknownOnesPassedOver() {
        for (Capability capability : Capability.values()) {
            assertThat(Capability.parse(capability.text())).contains(capability);
        }
        assertThat(Capability.parse("of-a-later-version")).isEmpty();
    }

    private static void assertUndecodable(Key.Builder key, String named) {
        Key wire = key.build();
        assertThatThrownBy(() -> WireCodec.fromWire(wire))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining(named);
    }
}
