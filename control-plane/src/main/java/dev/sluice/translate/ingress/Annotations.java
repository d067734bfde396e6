package dev.sluice.translate.ingress;

import dev.sluice.key.ObjectKey;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.Timeouts;
import dev.sluice.resource.Upstream.ProxyProtocol;
import dev.sluice.state.Flaw;
import dev.sluice.state.Problem;
import dev.sluice.state.Problem.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What an Ingress's annotations ask for. The names of ingress-nginx are understood under its prefix and under ours; ours
 * wins where both stand. A value that cannot be read is a Problem, and what the class sets stays in force.
 *
 * @param policies for every route that forwards; what is the same as the default is left out
 * @param https what becomes of requests by plain HTTP
 * @param tls what is asked for about TLS, not yet followed
 * @param proxyProtocol what connections to the backends begin with; empty for nothing
 * @param unsupportedProtection whether access is to be restricted in a way that this version cannot
 * @param canary whether the Ingress is to take a share of another one's requests, which this version cannot
 */
record Annotations(
        List<RoutePolicy> policies,
        HttpsSettings https,
        TlsAnnotations tls,
        Optional<ProxyProtocol> proxyProtocol,
        boolean unsupportedProtection,
        boolean canary,
        List<Problem> problems) {
    private static final String SLUICE = "sluice.dev/";
    private static final String PROXY_PROTOCOL = "upstream-proxy-protocol";
    private static final String RECEIPTS = "receipts";
    private static final String SECONDS = "expected whole seconds without a unit, 1 or more; it is ignored";

    Annotations {
        policies = List.copyOf(policies);
        problems = List.copyOf(problems);
    }

    /**
     * Reads them against the background of the class.
     *
     * @param prefix of ingress-nginx's names, without the slash
     */
    static Annotations read(
            ObjectKey object, SortedMap<String, String> annotations, String prefix, ClassSettings settings) {
        return read(object, annotations, prefix, settings, Writing.UNHEARD);
    }

    /** The same, telling which of them are in force. */
    static Annotations read(
            ObjectKey object,
            SortedMap<String, String> annotations,
            String prefix,
            ClassSettings settings,
            Writing writing) {
        return new Reader(object, settings, writing).read(annotations, List.of(prefix + "/", SLUICE));
    }

    /** One pass over the annotations of one object. */
    private static final class Reader {
        private final ObjectKey object;
        private final Writing writing;
        private final List<Problem> problems = new ArrayList<>();
        private Timeouts timeouts;
        private OptionalLong maxBodyBytes;
        private HttpsSettings https;
        private TlsAnnotations tls = TlsAnnotations.NONE;
        private Optional<ProxyProtocol> proxyProtocol = Optional.empty();
        private boolean protection;
        private boolean canary;

        Reader(ObjectKey object, ClassSettings settings, Writing writing) {
            this.object = object;
            this.writing = writing;
            this.timeouts = settings.timeouts();
            this.maxBodyBytes = settings.maxBodyBytes();
            this.https = settings.https();
        }

        Annotations read(SortedMap<String, String> annotations, List<String> prefixes) {
            SortedMap<String, String> keys = new TreeMap<>();
            for (String prefix : prefixes) {
                for (String key : annotations.tailMap(prefix).keySet()) {
                    if (!key.startsWith(prefix)) {
                        break;
                    }
                    keys.put(key.substring(prefix.length()), key);
                }
            }
            for (Map.Entry<String, String> entry : keys.entrySet()) {
                HttpsSettings before = https;
                int complaints = problems.size();
                one(entry.getKey(), entry.getValue(), annotations.getOrDefault(entry.getValue(), ""));
                if (problems.size() == complaints && before.decided(entry.getKey(), https)) {
                    writing.wrote(entry.getKey(), new Origin.Annotation(object, entry.getValue()));
                }
            }
            return new Annotations(policies(), https, tls, proxyProtocol, protection, canary, problems);
        }

        private void one(String name, String key, String value) {
            switch (name) {
                case "proxy-body-size" ->
                    maxBodyBytes = parsed(
                                    key,
                                    value,
                                    Quantity::size,
                                    "expected bytes, or a number with k, m or g; it is ignored")
                            .orElse(maxBodyBytes);
                case "proxy-connect-timeout" ->
                    timeouts = new Timeouts(seconds(key, value, timeouts.connect()), timeouts.read(), timeouts.send());
                case "proxy-read-timeout" ->
                    timeouts = new Timeouts(timeouts.connect(), seconds(key, value, timeouts.read()), timeouts.send());
                case "proxy-send-timeout" ->
                    timeouts = new Timeouts(timeouts.connect(), timeouts.read(), seconds(key, value, timeouts.send()));
                case "canary" -> canary(key, value);
                case PROXY_PROTOCOL -> proxyProtocol(name, key, value);
                case RECEIPTS -> receipts(name, key, value);
                default -> aboutTls(name, key, value);
            }
        }

        private void aboutTls(String name, String key, String value) {
            Optional<HttpsParameter> parameter = HttpsParameter.of(name);
            if (parameter.isPresent()) {
                https = parsed(
                                key,
                                value,
                                text -> parameter.get().set(https, text),
                                "expected " + parameter.get().expected() + "; it is ignored")
                        .orElse(https);
                return;
            }
            try {
                tls.with(name, field(key), value)
                        .ifPresentOrElse(read -> tls = read, () -> unsupported(name, key, value));
            } catch (TlsAnnotations.Unreadable e) {
                problems.add(new Flaw(field(key), value, e.expected()).problem(Severity.WARNING, object));
            }
        }

        /** Ours alone: ingress-nginx has no such name. */
        private void proxyProtocol(String name, String key, String value) {
            if (!key.startsWith(SLUICE)) {
                unsupported(name, key, value);
                return;
            }
            proxyProtocol = parsed(
                    key,
                    value,
                    text -> switch (text.strip()) {
                        case "v1" -> Optional.of(ProxyProtocol.V1);
                        case "v2" -> Optional.of(ProxyProtocol.V2);
                        default -> Optional.empty();
                    },
                    "expected v1 or v2; it is ignored");
        }

        /** Changes no route: whoever writes receipts reads it of the object. */
        private void receipts(String name, String key, String value) {
            if (!key.startsWith(SLUICE)) {
                unsupported(name, key, value);
                return;
            }
            parsed(
                    key,
                    value,
                    text -> Optional.of(text).filter(Set.of("true", "false")::contains),
                    "expected true or false; it is ignored");
        }

        private void canary(String key, String value) {
            if (value.strip().equals("true")) {
                canary = true;
                problem(
                        Severity.ERROR,
                        key,
                        "UnsupportedCanary",
                        "this version has no canaries: no request goes to this"
                                + " Ingress, all go to the one it shadows");
            }
        }

        private void unsupported(String name, String key, String value) {
            if (Protection.asks(name, value)) {
                protection = true;
                problem(
                        Severity.ERROR,
                        key,
                        "UnsupportedProtection",
                        "this version cannot restrict access so, and does"
                                + " not serve without: every rule of this Ingress answers 503");
            } else if (!Protection.lets(name, value)) {
                problem(Severity.WARNING, key, "UnsupportedAnnotation", "this version does not know it: ignored");
            }
        }

        private Duration seconds(String key, String value, Duration otherwise) {
            return parsed(key, value, Quantity::seconds, SECONDS).orElse(otherwise);
        }

        private <T> Optional<T> parsed(
                String key, String value, Function<String, Optional<T>> parser, String expected) {
            Optional<T> parsed = parser.apply(value);
            if (parsed.isEmpty()) {
                problems.add(new Flaw(field(key), value, expected).problem(Severity.WARNING, object));
            }
            return parsed;
        }

        private void problem(Severity severity, String key, String reason, String message) {
            problems.add(new Problem(severity, object.toString(), field(key), reason, message));
        }

        private static String field(String key) {
            return "metadata.annotations[" + key + "]";
        }

        private List<RoutePolicy> policies() {
            List<RoutePolicy> policies = new ArrayList<>();
            policies.addAll(https.always());
            maxBodyBytes.ifPresent(bytes -> policies.add(new RoutePolicy.RequestBodyLimit(bytes)));
            if (!timeouts.equals(Timeouts.DEFAULT)) {
                policies.add(timeouts);
            }
            return policies;
        }
    }
}
