package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.present;
import static dev.sluice.wire.FieldRefused.read;
import static dev.sluice.wire.FieldRefused.unknownCase;

import dev.sluice.resource.HttpMatch;
import dev.sluice.resource.PathMatch;
import dev.sluice.resource.ValueMatch;
import java.util.List;
import java.util.Optional;

/** Which requests a rule is for. */
final class MatchCodec {
    private MatchCodec() {}

    static dev.sluice.wire.v1.HttpMatch toWire(HttpMatch match) {
        return dev.sluice.wire.v1.HttpMatch.newBuilder()
                .setPath(toWire(match.path()))
                .setMethod(match.method().orElse(""))
                .addAllHeaders(match.headers().stream().map(MatchCodec::toWire).toList())
                .addAllQuery(match.query().stream().map(MatchCodec::toWire).toList())
                .build();
    }

    static HttpMatch fromWire(boolean present, dev.sluice.wire.v1.HttpMatch wire, String field) {
        present(present, field);
        known(wire, field);
        present(wire.hasPath(), field + ".path");
        PathMatch path = read(field + ".path", () -> path(wire.getPath(), field + ".path"));
        Optional<String> method = Optional.of(wire.getMethod()).filter(text -> !text.isEmpty());
        List<ValueMatch> headers = Each.read(wire.getHeadersList(), field + ".headers", MatchCodec::value);
        List<ValueMatch> query = Each.read(wire.getQueryList(), field + ".query", MatchCodec::value);
        return read(field, () -> new HttpMatch(path, method, headers, query));
    }

    private static dev.sluice.wire.v1.PathMatch toWire(PathMatch path) {
        dev.sluice.wire.v1.PathMatch.Builder wire = dev.sluice.wire.v1.PathMatch.newBuilder();
        switch (path) {
            case PathMatch.Exact(String text) -> wire.setExact(text);
            case PathMatch.Prefix(String text) -> wire.setPrefix(text);
            case PathMatch.StartsWith(String text) -> wire.setStartsWith(text);
            case PathMatch.Regex(String text) -> wire.setRegex(text);
            case PathMatch.Otherwise otherwise ->
                wire.setOtherwise(dev.sluice.wire.v1.PathMatch.Otherwise.getDefaultInstance());
        }
        return wire.build();
    }

    private static PathMatch path(dev.sluice.wire.v1.PathMatch wire, String field) {
        known(wire, field);
        return switch (wire.getPathCase()) {
            case EXACT -> new PathMatch.Exact(wire.getExact());
            case PREFIX -> new PathMatch.Prefix(wire.getPrefix());
            case STARTS_WITH -> new PathMatch.StartsWith(wire.getStartsWith());
            case REGEX -> new PathMatch.Regex(wire.getRegex());
            case OTHERWISE -> {
                known(wire.getOtherwise(), field + ".otherwise");
                yield new PathMatch.Otherwise();
            }
            case PATH_NOT_SET -> throw unknownCase(field);
        };
    }

    private static dev.sluice.wire.v1.ValueMatch toWire(ValueMatch match) {
        dev.sluice.wire.v1.ValueMatch.Builder wire =
                dev.sluice.wire.v1.ValueMatch.newBuilder().setName(match.name());
        switch (match.test()) {
            case ValueMatch.Exact(String value) -> wire.setExact(value);
            case ValueMatch.Regex(String pattern) -> wire.setRegex(pattern);
        }
        return wire.build();
    }

    private static ValueMatch value(dev.sluice.wire.v1.ValueMatch wire, String field) {
        known(wire, field);
        ValueMatch.Test test = switch (wire.getTestCase()) {
            case EXACT -> new ValueMatch.Exact(wire.getExact());
            case REGEX -> new ValueMatch.Regex(wire.getRegex());
            case TEST_NOT_SET -> throw unknownCase(field + ".test");
        };
        return read(field, () -> new ValueMatch(wire.getName(), test));
    }
}
