package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.present;
import static dev.sluice.wire.FieldRefused.read;
import static dev.sluice.wire.FieldRefused.unknownCase;

import dev.sluice.key.HostName;
import dev.sluice.resource.HostMatch;

/** Hosts. */
final class HostCodec {
    private HostCodec() {}

    static dev.sluice.wire.v1.HostMatch toWire(HostMatch host) {
        dev.sluice.wire.v1.HostMatch.Builder wire = dev.sluice.wire.v1.HostMatch.newBuilder();
        switch (host) {
            case HostMatch.Any any -> wire.setAny(dev.sluice.wire.v1.HostMatch.Any.getDefaultInstance());
            case HostMatch.Exact(HostName name) -> wire.setExact(name.value());
            case HostMatch.OneLabel(HostName parent) -> wire.setOneLabel(parent.value());
            case HostMatch.Suffix(HostName parent) -> wire.setSuffix(parent.value());
        }
        return wire.build();
    }

    static HostMatch fromWire(boolean present, dev.sluice.wire.v1.HostMatch wire, String field) {
        present(present, field);
        known(wire, field);
        return switch (wire.getHostCase()) {
            case ANY -> {
                known(wire.getAny(), field + ".any");
                yield HostMatch.ANY;
            }
            case EXACT -> new HostMatch.Exact(name(wire.getExact(), field + ".exact"));
            case ONE_LABEL -> new HostMatch.OneLabel(name(wire.getOneLabel(), field + ".one_label"));
            case SUFFIX -> new HostMatch.Suffix(name(wire.getSuffix(), field + ".suffix"));
            case HOST_NOT_SET -> throw unknownCase(field);
        };
    }

    static HostName name(String text, String field) {
        return read(field, () -> new HostName(text));
    }
}
