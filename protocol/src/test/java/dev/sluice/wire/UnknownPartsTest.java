package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.sluice.key.ResourceKey;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.ModelArbitraries;
import dev.sluice.resource.Resource;
import dev.sluice.resource.RouteAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Takes arbitrary resources apart by reflection, so that a message added to {@code resource.proto} is covered at once:
 * whatever is added, emptied or set to an unknown value, at any depth, has the resource refused.
 */
class UnknownPartsTest {
    /** What may be absent, by the full name of the field. */
    private static final Set<String> OPTIONAL = Set.of(
            "sluice.discovery.v1.Listener.tls",
            "sluice.discovery.v1.Upstream.tls",
            "sluice.discovery.v1.TlsHost.client_auth",
            "sluice.discovery.v1.TlsHost.parameters");

    @Provide
    Arbitrary<Resource> resources() {
        return ModelArbitraries.resources().withoutEdgeCases();
    }

    @Provide
    Arbitrary<HttpRoute> httpRoutes() {
        return ModelArbitraries.resources()
                .withoutEdgeCases()
                .filter(HttpRoute.class::isInstance)
                .map(HttpRoute.class::cast);
    }

    @Property(tries = 300)
    void anUnknownFieldAnywhereHasTheResourceRefused(@ForAll("resources") Resource resource) {
        assertAllRefused(
                resource, variants(ResourceCodec.toWire(resource), UnknownPartsTest::withUnknownField), "4711");
    }

    @Property(tries = 300)
    void anUnknownOrUnsetValueAnywhereHasTheResourceRefused(@ForAll("resources") Resource resource) {
        assertAllRefused(
                resource, variants(ResourceCodec.toWire(resource), UnknownPartsTest::withOtherValues), "expected");
    }

    @Property(tries = 300)
    void anUnsetCaseAnywhereHasTheResourceRefused(@ForAll("resources") Resource resource) {
        assertAllRefused(resource, variants(ResourceCodec.toWire(resource), UnknownPartsTest::withoutCase), "no case");
    }

    @Property(tries = 300)
    void aMissingPartAnywhereHasTheResourceRefused(@ForAll("resources") Resource resource) {
        assertAllRefused(
                resource, variants(ResourceCodec.toWire(resource), UnknownPartsTest::withoutMessage), "missing");
    }

    @Property(tries = 100)
    void aRouteWhoseMatchingCanBeReadSaysWhichRequestsAreItsOwn(@ForAll("httpRoutes") HttpRoute route) {
        dev.sluice.wire.v1.Route known = RouteCodec.toWire(route);
        for (ByteString content : List.of(
                withUnknownField(known).get(0).toByteString(),
                known.toBuilder()
                        .setHttp((dev.sluice.wire.v1.HttpRoute)
                                withUnknownField(known.getHttp()).get(0))
                        .build()
                        .toByteString(),
                known.toBuilder()
                        .setHttp(known.getHttp().toBuilder().clearAction())
                        .build()
                        .toByteString())) {
            assertThatThrownBy(() -> WireCodec.decode(route.key(), content))
                    .isInstanceOfSatisfying(
                            RefusedResourceException.class,
                            refused -> assertThat(refused.matching()).hasValueSatisfying(matching -> {
                                assertThat(matching.match()).isEqualTo(route.match());
                                assertThat(matching.host()).isEqualTo(route.host());
                                assertThat(matching.action()).isInstanceOf(RouteAction.Respond.class);
                            }));
        }
    }

    @Property(tries = 100)
    void aRouteWhoseMatchingCannotBeReadClaimsNoRequest(@ForAll("httpRoutes") HttpRoute route) {
        dev.sluice.wire.v1.Route known = RouteCodec.toWire(route);
        ByteString content = known.toBuilder()
                .setHttp(known.getHttp().toBuilder().setMatch((dev.sluice.wire.v1.HttpMatch)
                        withUnknownField(known.getHttp().getMatch()).get(0)))
                .build()
                .toByteString();

        assertThatThrownBy(() -> WireCodec.decode(route.key(), content))
                .isInstanceOfSatisfying(
                        RefusedResourceException.class,
                        refused -> assertThat(refused.matching()).isEmpty());
    }

    @Property(tries = 100)
    void aRouteWithoutListenersIsRefusedByNameAndClaimsNoRequest(@ForAll("httpRoutes") HttpRoute route) {
        dev.sluice.wire.v1.HttpRoute without =
                RouteCodec.toWire(route).getHttp().toBuilder().clearListeners().build();
        for (Message http : List.of(without, withUnknownField(without).get(0))) {
            ByteString content = dev.sluice.wire.v1.Route.newBuilder()
                    .setHttp((dev.sluice.wire.v1.HttpRoute) http)
                    .build()
                    .toByteString();

            assertThatThrownBy(() -> WireCodec.decode(route.key(), content))
                    .hasMessageContaining(http == without ? "http.listeners" : "4711")
                    .isInstanceOfSatisfying(
                            RefusedResourceException.class,
                            refused -> assertThat(refused.matching()).isEmpty());
        }
    }

    private static void assertAllRefused(Resource resource, List<Message> variants, String named) {
        ResourceKey key = resource.key();
        for (Message variant : variants) {
            ByteString content = variant.toByteString();
            assertThatThrownBy(() -> WireCodec.decode(key, content))
                    .as("%s", variant)
                    .isInstanceOf(RefusedResourceException.class)
                    .hasMessageContaining(key.toString())
                    .hasMessageContaining(named);
        }
    }

    private interface Mutation {
        /** Other forms of this message alone. */
        List<Message> of(Message message);
    }

    /** The forms of the message with one message in it, at any depth, mutated. */
    private static List<Message> variants(Message message, Mutation mutation) {
        List<Message> variants = new ArrayList<>(mutation.of(message));
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && field.isRepeated()) {
                List<?> list = (List<?>) value;
                for (int i = 0; i < list.size(); i++) {
                    for (Message inner : variants((Message) list.get(i), mutation)) {
                        variants.add(message.toBuilder()
                                .setRepeatedField(field, i, inner)
                                .build());
                    }
                }
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                for (Message inner : variants((Message) value, mutation)) {
                    variants.add(message.toBuilder().setField(field, inner).build());
                }
            }
        });
        return variants;
    }

    private static List<Message> withUnknownField(Message message) {
        UnknownFieldSet.Field one =
                UnknownFieldSet.Field.newBuilder().addVarint(1).build();
        return List.of(message.toBuilder()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(4711, one).build())
                .build());
    }

    private static List<Message> withOtherValues(Message message) {
        List<Message> others = new ArrayList<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
                EnumDescriptor values = field.getEnumType();
                // What a later version added is optional: that it is not there is what an earlier one says.
                others.add(
                        field.hasPresence()
                                ? message.toBuilder()
                                        .setField(field, values.findValueByNumber(0))
                                        .build()
                                : message.toBuilder().clearField(field).build());
                others.add(message.toBuilder()
                        .setField(field, values.findValueByNumberCreatingIfUnknown(4711))
                        .build());
            }
        }
        return others;
    }

    private static List<Message> withoutCase(Message message) {
        List<Message> others = new ArrayList<>();
        for (OneofDescriptor oneof : message.getDescriptorForType().getRealOneofs()) {
            others.add(message.toBuilder().clearOneof(oneof).build());
        }
        return others;
    }

    private static List<Message> withoutMessage(Message message) {
        List<Message> others = new ArrayList<>();
        for (FieldDescriptor field : message.getAllFields().keySet()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && !field.isRepeated()
                    && field.getContainingOneof() == null
                    && !OPTIONAL.contains(field.getFullName())) {
                others.add(message.toBuilder().clearField(field).build());
            }
        }
        return others;
    }

    @Property(tries = 50)
    void whatIsTakenApartIsWhatIsSent(@ForAll("resources") Resource resource) throws InvalidProtocolBufferException {
        Message message = ResourceCodec.toWire(resource);

        assertThat(message.getParserForType().parseFrom(message.toByteString())).isEqualTo(message);
    }
}
