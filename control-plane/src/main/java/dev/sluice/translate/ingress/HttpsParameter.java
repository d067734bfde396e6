package dev.sluice.translate.ingress;

import dev.sluice.resource.RoutePolicy.Hsts;
import dev.sluice.resource.RoutePolicy.Hsts.Preload;
import dev.sluice.resource.RoutePolicy.Hsts.SubDomains;
import dev.sluice.resource.RoutePolicy.HttpsRedirect.TrailingSlash;
import dev.sluice.translate.ingress.HttpsSettings.Redirect;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One name under which {@link HttpsSettings} are set: a key of a class's parameters, and an annotation. */
enum HttpsParameter {
    SSL_REDIRECT("ssl-redirect", Expected.FLAG) {
        @Override
        Optional<HttpsSettings> set(HttpsSettings s, String value) {
            return flag(value)
                    .map(on -> s.redirect() == Redirect.ALWAYS
                            ? s
                            : with(s, on ? Redirect.WITH_CERTIFICATE : Redirect.NEVER));
        }
    },
    FORCE_SSL_REDIRECT("force-ssl-redirect", Expected.FLAG) {
        @Override
        Optional<HttpsSettings> set(HttpsSettings s, String value) {
            return flag(value)
                    .map(on -> on
                            ? with(s, Redirect.ALWAYS)
                            : s.redirect() == Redirect.ALWAYS ? with(s, Redirect.WITH_CERTIFICATE) : s);
        }
    },
    REDIRECT_CODE("http-redirect-code", "301, 302, 303, 307 or 308") {
        @Override
        Optional<HttpsSettings> set(HttpsSettings s, String value) {
            return Optional.of(value.strip())
                    .filter(STATUSES::contains)
                    .map(code -> new HttpsSettings(
                            s.redirect(),
                            Integer.parseInt(code),
                            s.exceptPrefixes(),
                            s.trailingSlash(),
                            s.hsts(),
                            s.promise()));
        }
    },
    NO_TLS_REDIRECT_LOCATIONS("no-tls-redirect-locations", "paths that begin with '/', separated by commas") {
        @Override
        Optional<HttpsSettings> set(HttpsSettings s, String value) {
            List<String> prefixes = Arrays.stream(value.split(",", -1))
                    .map(String::strip)
                    .filter(prefix -> !prefix.isEmpty())
                    .toList();
            return prefixes.stream().allMatch(prefix -> prefix.startsWith("/"))
                    ? Optional.of(new HttpsSettings(
                            s.redirect(), s.status(), prefixes, s.trailingSlash(), s.hsts(), s.promise()))
                    : Optional.empty();
        }
    },
    PRESERVE_TRAILING_SLASH("preserve-trailing-slash", Expected.FLAG) {
        @Override
        Optional<HttpsSettings> set(HttpsSettings s, String value) {
            return flag(value)
                    .map(keep -> new HttpsSettings(
                            s.redirect(),
                            s.status(),
                            s.exceptPrefixes(),
                            keep ? TrailingSlash.KEEP : TrailingSlash.STRIP,
                            s.hsts(),
                            s.promise()));
        }
    },
    HSTS("hsts", Expected.FLAG) {
        @Override
        Optional<HttpsSettings> set(HttpsSettings s, String value) {
            return flag(value).map(on -> with(s, on, s.promise()));
        }
    },
    HSTS_MAX_AGE("hsts-max-age", "whole seconds without a unit") {
        @Override
        Optional<HttpsSettings> set(HttpsSettings s, String value) {
            Hsts now = s.promise();
            Optional<Duration> age = value.strip().equals("0")
                    ? Optional.of(Duration.ZERO)
                    : Quantity.seconds(value).filter(time -> time.compareTo(LONGEST) <= 0);
            return age.map(time -> with(s, s.hsts(), new Hsts(time, now.subDomains(), now.preload())));
        }
    },
    HSTS_INCLUDE_SUBDOMAINS("hsts-include-subdomains", Expected.FLAG) {
        @Override
        Optional<HttpsSettings> set(HttpsSettings s, String value) {
            Hsts now = s.promise();
            return flag(value)
                    .map(on -> on ? SubDomains.INCLUDED : SubDomains.EXCLUDED)
                    .map(chosen -> with(s, s.hsts(), new Hsts(now.maxAge(), chosen, now.preload())));
        }
    },
    HSTS_PRELOAD("hsts-preload", Expected.FLAG) {
        @Override
        Optional<HttpsSettings> set(HttpsSettings s, String value) {
            Hsts now = s.promise();
            return flag(value)
                    .map(on -> on ? Preload.ASKED : Preload.UNASKED)
                    .map(chosen -> with(s, s.hsts(), new Hsts(now.maxAge(), now.subDomains(), chosen)));
        }
    };

    private static final Set<String> STATUSES = Set.of("301", "302", "303", "307", "308");
    private static final Duration LONGEST = dev.sluice.resource.RoutePolicy.Timeouts.LONGEST;

    private final String key;
    private final String expected;

    HttpsParameter(String key, String expected) {
        this.key = key;
        this.expected = expected;
    }

    /** The settings with the value; empty if it cannot be read. */
    abstract Optional<HttpsSettings> set(HttpsSettings settings, String value);

    String key() {
        return key;
    }

    /** What a value should be, as a sentence. */
    String expected() {
        return expected;
    }

    static Optional<HttpsParameter> of(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }

    private static HttpsSettings with(HttpsSettings s, Redirect next) {
        return new HttpsSettings(next, s.status(), s.exceptPrefixes(), s.trailingSlash(), s.hsts(), s.promise());
    }

    private static HttpsSettings with(HttpsSettings s, boolean hsts, Hsts promise) {
        return new HttpsSettings(s.redirect(), s.status(), s.exceptPrefixes(), s.trailingSlash(), hsts, promise);
    }

    /** {@code true} or {@code false}, as ingress-nginx has it; empty for anything else. */
    static Optional<Boolean> flag(String value) {
        return switch (value.strip()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** What is expected more than once. */
    private static final class Expected {
        static final String FLAG = "true or false";

        private Expected() {}
    }
}
