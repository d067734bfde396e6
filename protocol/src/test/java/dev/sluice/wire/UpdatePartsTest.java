package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.Version;
import dev.sluice.key.WatchKey;
import dev.sluice.resource.ModelArbitraries;
import dev.sluice.resource.RouteTable;
import dev.sluice.wire.v1.Key;
import dev.sluice.wire.v1.Update;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class UpdatePartsTest {
    private static final Version ONE = version(1);
    private static final Version TWO = version(2);

    private final UpdateAssembler assembler = new UpdateAssembler(UpdateAssembler.Bounds.DEFAULT);

    @Provide
    Arbitrary<RouteTable> tables() {
        return ModelArbitraries.tables();
    }

    @Property
    void whatWasSplitIsAssembledToTheSame(
            @ForAll("tables") RouteTable first,
            @ForAll("tables") RouteTable second,
            @ForAll @IntRange(min = 1, max = 2000) int partBytes)
            throws Exception {
        EncodedTable old = EncodedTableTest.encoded(first);
        EncodedTable next = EncodedTableTest.encoded(second);
        EncodedChange change = old.changeTo(next);

        List<Update> parts = UpdateSplitter.split(Optional.of(ONE), TWO, change.upserts(), change.removes(), partBytes);
        AssembledUpdate whole = assembled(parts);

        assertThat(whole).isEqualTo(new AssembledUpdate(Optional.of(ONE), TWO, change.upserts(), change.removes()));
        assertThat(whole.applyTo(old)).isEqualTo(next);
    }

    @Property
    void aFullSnapshotIsTheTableWhateverWasThere(
            @ForAll("tables") RouteTable first, @ForAll("tables") RouteTable second) throws Exception {
        EncodedTable next = EncodedTableTest.encoded(second);

        List<Update> parts = UpdateSplitter.split(Optional.empty(), TWO, List.copyOf(next.values()), List.of());

        assertThat(assembled(parts).applyTo(EncodedTableTest.encoded(first))).isEqualTo(next);
    }

    @Example
    void anEmptyUpdateHasOnePart() throws Exception {
        assertThat(UpdateSplitter.split(Optional.of(ONE), TWO, List.of(), List.of()))
                .hasSize(1);
    }

    @Example
    void partsStayBelowTheirBound() throws Exception {
        List<EncodedResource> upserts = IntStream.range(0, 50)
                .mapToObj(i -> certificate("c" + i, 100_000))
                .toList();

        List<Update> parts = UpdateSplitter.split(Optional.empty(), TWO, upserts, List.of());

        assertThat(parts)
                .hasSize(5)
                .allSatisfy(part -> assertThat(part.getSerializedSize()).isLessThan(UpdateSplitter.PART_BYTES + 1000));
    }

    @Example
    void aResourceLargerThanAPartGoesAloneAndFitsIntoAMessage() throws Exception {
        EncodedResource large = certificate("large", UpdateSplitter.MAX_RESOURCE_BYTES - 100);

        List<Update> parts = UpdateSplitter.split(
                Optional.empty(), TWO, List.of(certificate("a", 10), large, certificate("z", 10)), List.of());

        assertThat(parts).hasSize(3);
        assertThat(parts.get(1).getSerializedSize()).isLessThan(UpdateSplitter.MAX_MESSAGE_BYTES);
    }

    @Example
    void aResourceThatFitsIntoNoMessageIsReportedByName() {
        EncodedResource huge = certificate("ns/huge", UpdateSplitter.MAX_RESOURCE_BYTES);

        assertThat(UpdateSplitter.fits(huge)).isFalse();
        assertThatThrownBy(() -> UpdateSplitter.split(Optional.empty(), TWO, List.of(huge), List.of()))
                .isInstanceOf(UnsendableResourceException.class)
                .hasMessageContaining("Certificate ns/huge")
                .hasMessageContaining(String.valueOf(UpdateSplitter.MAX_RESOURCE_BYTES));
    }

    @Example
    void aPartThatIsMissingIsFoundAndTheNextTransactionIsTaken() throws Exception {
        List<Update> parts = three();
        assembler.add(parts.get(0));

        assertUndecodable(parts.get(2), "part 3: expected part 2");
        // What is left of the broken transaction is answered only once.
        assertThat(assembler.add(parts.get(2))).isEmpty();
        assertThat(assembled(parts).upserts()).hasSize(3);
    }

    @Example
    void partsOfDifferentTransactionsAreNotMixed() throws Exception {
        List<Update> parts = three();
        assembler.add(parts.get(0));

        assertUndecodable(parts.get(1).toBuilder().setTo(WireCodec.toWire(ONE)).build(), "leads to another version");
    }

    @Example
    void hostileUpdatesAreRefusedByWhatIsWrong() throws Exception {
        Update good = three().get(0).toBuilder().setParts(1).build();
        Key remove = WireCodec.toWire((ResourceKey) new RouteKey("r"));

        assertUndecodable(good.toBuilder().setPart(0).build(), "part 0");
        assertUndecodable(good.toBuilder().setParts(0).build(), "part 1 of 0");
        assertUndecodable(good.toBuilder().setParts(-1).build(), "");
        assertUndecodable(good.toBuilder().clearTo().build(), "no version");
        assertUndecodable(good.toBuilder().addRemoves(remove).build(), "full snapshot that removes");
        assertUndecodable(good.toBuilder().addUpserts(good.getUpserts(0)).build(), "named twice");
        assertUndecodable(
                good.toBuilder()
                        .setTo(good.getTo().toBuilder().setDigest(ByteString.copyFromUtf8("short")))
                        .build(),
                "32 bytes");
    }

    @Example
    void aTransactionBeyondItsBoundsIsRefused() throws Exception {
        List<Update> parts = three();

        assertThatThrownBy(() -> assembled(new UpdateAssembler(new UpdateAssembler.Bounds(2, 1000)), parts))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("more than 2 resources");
        assertThatThrownBy(() -> assembled(new UpdateAssembler(new UpdateAssembler.Bounds(9, 20)), parts))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("more than 20 bytes");
    }

    private void assertUndecodable(Update part, String named) {
        assertThatThrownBy(() -> {
                    Optional<AssembledUpdate> whole = assembler.add(part);
                    throw new AssertionError("taken: " + whole);
                })
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining(named);
    }

    private AssembledUpdate assembled(List<Update> parts) throws UndecodableException {
        return assembled(assembler, parts);
    }

    private static AssembledUpdate assembled(UpdateAssembler assembler, List<Update> parts)
            throws UndecodableException {
        for (Update part : parts.subList(0, parts.size() - 1)) {
            assertThat(assembler.add(part)).isEmpty();
        }
        return assembler.add(parts.get(parts.size() - 1)).orElseThrow();
    }

    private static List<Update> three() throws UnsendableResourceException {
        return UpdateSplitter.split(
                Optional.empty(),
                TWO,
                List.of(certificate("a", 10), certificate("b", 10), certificate("c", 10)),
                List.of(),
                1);
    }

    private static EncodedResource certificate(String id, int bytes) {
        return EncodedResource.of(new CertificateKey(id), ByteString.copyFrom(new byte[bytes]));
    }

    private static Version version(long number) {
        Freshness freshness = Freshness.NONE.with(new WatchKey(ObjectKind.INGRESS, ""), number);
        return new Version(new Epoch("test", 1), 0, freshness, new Digest(number, 0, 0, 0));
    }
}
