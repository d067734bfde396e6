package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.present;
import static dev.sluice.wire.FieldRefused.unknownValue;

import dev.sluice.resource.HostSettings;
import dev.sluice.wire.v1.AmbiguousPath;
import dev.sluice.wire.v1.EncodedSlash;
import dev.sluice.wire.v1.MatchingMode;

/** How requests of a host are read. */
final class SettingsCodec {
    private SettingsCodec() {}

    static dev.sluice.wire.v1.HostSettings toWire(HostSettings settings) {
        return dev.sluice.wire.v1.HostSettings.newBuilder()
                .setMode(
                        switch (settings.mode()) {
                            case SPEC -> MatchingMode.MATCHING_MODE_SPEC;
                            case NGINX -> MatchingMode.MATCHING_MODE_NGINX;
                        })
                .setEncodedSlash(
                        switch (settings.encodedSlash()) {
                            case KEEP -> EncodedSlash.ENCODED_SLASH_KEEP;
                            case REFUSE -> EncodedSlash.ENCODED_SLASH_REFUSE;
                        })
                .setAmbiguousPath(
                        switch (settings.ambiguousPath()) {
                            case REFUSE -> AmbiguousPath.AMBIGUOUS_PATH_REFUSE;
                            case FORWARD -> AmbiguousPath.AMBIGUOUS_PATH_FORWARD;
                        })
                .build();
    }

    static HostSettings fromWire(boolean present, dev.sluice.wire.v1.HostSettings wire, String field) {
        present(present, field);
        known(wire, field);
        return new HostSettings(mode(wire, field), encodedSlash(wire, field), ambiguousPath(wire, field));
    }

    private static HostSettings.MatchingMode mode(dev.sluice.wire.v1.HostSettings wire, String field) {
        return switch (wire.getMode()) {
            case MATCHING_MODE_SPEC -> HostSettings.MatchingMode.SPEC;
            case MATCHING_MODE_NGINX -> HostSettings.MatchingMode.NGINX;
            case MATCHING_MODE_UNSPECIFIED, UNRECOGNIZED -> throw unknownValue(field + ".mode", wire.getModeValue());
        };
    }

    private static HostSettings.EncodedSlash encodedSlash(dev.sluice.wire.v1.HostSettings wire, String field) {
        return switch (wire.getEncodedSlash()) {
            case ENCODED_SLASH_KEEP -> HostSettings.EncodedSlash.KEEP;
            case ENCODED_SLASH_REFUSE -> HostSettings.EncodedSlash.REFUSE;
            case ENCODED_SLASH_UNSPECIFIED, UNRECOGNIZED ->
                throw unknownValue(field + ".encoded_slash", wire.getEncodedSlashValue());
        };
    }

    private static HostSettings.AmbiguousPath ambiguousPath(dev.sluice.wire.v1.HostSettings wire, String field) {
        return switch (wire.getAmbiguousPath()) {
            case AMBIGUOUS_PATH_REFUSE -> HostSettings.AmbiguousPath.REFUSE;
            case AMBIGUOUS_PATH_FORWARD -> HostSettings.AmbiguousPath.FORWARD;
            case AMBIGUOUS_PATH_UNSPECIFIED, UNRECOGNIZED ->
                throw unknownValue(field + ".ambiguous_path", wire.getAmbiguousPathValue());
        };
    }
}
