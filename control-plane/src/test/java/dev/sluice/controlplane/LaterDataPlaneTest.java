package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.sluice.key.ResourceKey.UnknownKey;
import dev.sluice.publish.Sample;
import dev.sluice.wire.AssembledUpdate;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Ack;
import dev.sluice.wire.v1.FromDataPlane;
import dev.sluice.wire.v1.Hello;
import dev.sluice.wire.v1.Key;
import dev.sluice.wire.v1.Refused;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** This control plane under data planes of a later version: messages made by hand. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LaterDataPlaneTest {
    private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
            .addField(
                    4711,
                    UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8("later"))
                            .build())
            .build();

    @Test
    void aProtocolThatIsNotSpokenHereIsRefusedWithBothNumbers() throws Exception {
        try (Running running = new Running();
                StreamClient client = new StreamClient(running.plane.discoveryPort())) {
            client.send(FromDataPlane.newBuilder().setHello(hello().setProtocol(2)));
            Status status = client.ended().get();
            assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(status.getDescription())
                    .isEqualTo("Hello speaks protocol 2, this control plane speaks protocol 1");
        }
    }

    @Test
    void fieldsMessagesAndCapabilitiesThatAreNotKnownArePassedOver() throws Exception {
        try (Running running = new Running();
                StreamClient client = new StreamClient(running.plane.discoveryPort())) {
            client.send(FromDataPlane.newBuilder()
                    .setHello(hello().addCapabilities("teleport").setUnknownFields(UNKNOWN))
                    .setUnknownFields(UNKNOWN));
            client.send(FromDataPlane.newBuilder().setUnknownFields(UNKNOWN)); // a message of a later version
            running.source.begin(Sample.ingressClass());
            client.applyNext();
            await().until(() -> running.plane.stages().dataPlanes().stream()
                    .anyMatch(view -> view.answeredAt().isPresent()
                            && view.identity().capabilities().contains("teleport")));
        }
    }

    /** As after it has moved here from a control plane of a later version, before it has taken what this one has. */
    @Test
    void aKindThatIsNotKnownHereMayBeNamedInAnAck() throws Exception {
        try (Running running = new Running();
                StreamClient client = new StreamClient(running.plane.discoveryPort())) {
            client.send(FromDataPlane.newBuilder().setHello(hello()));
            running.source.begin(Sample.ingressClass());
            AssembledUpdate update = client.next();
            client.send(FromDataPlane.newBuilder()
                    .setAck(Ack.newBuilder()
                            .setVersion(WireCodec.toWire(update.to()))
                            .setUnknownFields(UNKNOWN)
                            .addRefused(Refused.newBuilder()
                                    .setKey(Key.newBuilder().setKindValue(99).setId("later"))
                                    .setReason("as the test says"))));
            await().until(() -> running.plane.stages().dataPlanes().stream()
                    .flatMap(view -> view.refused().stream())
                    .anyMatch(refused -> refused.key().equals(new UnknownKey(99, "later"))));
        }
    }

    private static Hello.Builder hello() {
        return Hello.newBuilder()
                .setNode("n1")
                .setFleet("default")
                .setEngine("test")
                .setProtocol(1);
    }
}
