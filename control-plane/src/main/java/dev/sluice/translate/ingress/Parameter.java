package dev.sluice.translate.ingress;

import dev.sluice.key.FleetName;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HostSettings.AmbiguousPath;
import dev.sluice.resource.HostSettings.EncodedSlash;
import dev.sluice.resource.RoutePolicy.Timeouts;
import dev.sluice.resource.Upstream.Balancing;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One key of a class's parameters.
 *
 * @param expected what a value should be, as a sentence
 * @param reader puts a value into the settings
 */
record Parameter(String key, String expected, Reader reader) {
    /** Reads a value. */
    @FunctionalInterface
    interface Reader {
        /** The settings with the value; empty if it cannot be read. */
        Optional<ClassSettings> set(ClassSettings settings, String value);
    }

    private static final String TIME = "seconds, or a number with ms, s or m; more than 0";
    private static final SortedMap<String, Parameter> ALL = new TreeMap<>();

    static {
        Stream.of(
                        new Parameter(
                                "fleets",
                                "names of fleets, separated by commas, each 1 to 63 of a-z, 0-9 and '-'",
                                (settings, value) -> fleets(value).map(settings::withFleets)),
                        new Parameter("encoded-slash", "keep or refuse", Parameter::encodedSlash),
                        new Parameter("ambiguous-path", "refuse or forward", Parameter::ambiguousPath),
                        new Parameter(
                                "balancing",
                                "round-robin or least-request",
                                (settings, value) ->
                                        choice(value, Balancing.class).map(settings::withBalancing)),
                        new Parameter(
                                "request-body-limit",
                                "bytes, or a number with k, m or g; 0 for no limit",
                                (settings, value) -> Quantity.size(value).map(settings::withMaxBodyBytes)),
                        new Parameter("connect-timeout", TIME, Parameter::connectTimeout),
                        new Parameter("read-timeout", TIME, Parameter::readTimeout),
                        new Parameter("send-timeout", TIME, Parameter::sendTimeout),
                        new Parameter(
                                "publish-status-address",
                                "IP addresses or host names, separated by commas",
                                (settings, value) ->
                                        PublishedAddresses.listed(value).map(settings::withPublish)),
                        new Parameter("publish-service", "NAMESPACE/NAME of a Service", Parameter::publishService))
                .forEach(parameter -> ALL.put(parameter.key, parameter));
        for (HttpsParameter https : HttpsParameter.values()) {
            Reader reader =
                    (settings, value) -> https.set(settings.https(), value).map(settings::withHttps);
            ALL.put(https.key(), new Parameter(https.key(), https.expected(), reader));
        }
    }

    static Optional<Parameter> of(String key) {
        return Optional.ofNullable(ALL.get(key));
    }

    /** All keys there are, for a person. */
    static String keys() {
        return String.join(", ", ALL.keySet());
    }

    private static Optional<SortedSet<FleetName>> fleets(String value) {
        SortedSet<FleetName> fleets = new TreeSet<>();
        for (String name : value.split(",", -1)) {
            Optional<FleetName> fleet = FleetName.parse(name.strip());
            if (fleet.isEmpty()) {
                return Optional.empty();
            }
            fleets.add(fleet.get());
        }
        return Optional.of(fleets);
    }

    /** A list of addresses wins, as it does among flags. */
    private static Optional<ClassSettings> publishService(ClassSettings settings, String value) {
        return PublishedAddresses.service(value)
                .map(service -> settings.publish() instanceof PublishedAddresses.Listed
                        ? settings
                        : settings.withPublish(service));
    }

    private static Optional<ClassSettings> encodedSlash(ClassSettings settings, String value) {
        HostSettings host = settings.host();
        return choice(value, EncodedSlash.class)
                .map(chosen -> new HostSettings(host.mode(), chosen, host.ambiguousPath()))
                .map(settings::withHost);
    }

    private static Optional<ClassSettings> ambiguousPath(ClassSettings settings, String value) {
        HostSettings host = settings.host();
        return choice(value, AmbiguousPath.class)
                .map(chosen -> new HostSettings(host.mode(), host.encodedSlash(), chosen))
                .map(settings::withHost);
    }

    private static Optional<ClassSettings> connectTimeout(ClassSettings settings, String value) {
        Timeouts now = settings.timeouts();
        return Quantity.duration(value)
                .map(time -> new Timeouts(time, now.read(), now.send()))
                .map(settings::withTimeouts);
    }

    private static Optional<ClassSettings> readTimeout(ClassSettings settings, String value) {
        Timeouts now = settings.timeouts();
        return Quantity.duration(value)
                .map(time -> new Timeouts(now.connect(), time, now.send()))
                .map(settings::withTimeouts);
    }

    private static Optional<ClassSettings> sendTimeout(ClassSettings settings, String value) {
        Timeouts now = settings.timeouts();
        return Quantity.duration(value)
                .map(time -> new Timeouts(now.connect(), now.read(), time))
                .map(settings::withTimeouts);
    }

    /** {@code least-request} is {@code LEAST_REQUEST}. */
    private static <E extends Enum<E>> Optional<E> choice(String value, Class<E> of) {
        String name = value.strip().replace('-', '_').toUpperCase(Locale.ROOT);
        return Stream.of(of.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst();
    }
}
