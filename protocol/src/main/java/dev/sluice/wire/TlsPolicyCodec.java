package dev.sluice.wire;

import static dev.sluice.wire.FieldRefused.known;
import static dev.sluice.wire.FieldRefused.read;
import static dev.sluice.wire.FieldRefused.unknownValue;

import dev.sluice.resource.RoutePolicy.ClientCertificate;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Demand;
import dev.sluice.resource.RoutePolicy.ClientCertificate.Forwarded;
import dev.sluice.resource.RoutePolicy.Hsts;
import dev.sluice.resource.RoutePolicy.Hsts.Preload;
import dev.sluice.resource.RoutePolicy.Hsts.SubDomains;
import dev.sluice.resource.RoutePolicy.HttpsRedirect;
import dev.sluice.wire.v1.ClientDemand;
import dev.sluice.wire.v1.RoutePolicy;
import dev.sluice.wire.v1.TrailingSlash;
import java.time.Duration;

/** The policies that are about TLS. */
final class TlsPolicyCodec {
    private TlsPolicyCodec() {}

    static RoutePolicy.HttpsRedirect toWire(HttpsRedirect redirect) {
        TrailingSlash trailingSlash = switch (redirect.trailingSlash()) {
            case KEEP -> TrailingSlash.TRAILING_SLASH_KEEP;
            case STRIP -> TrailingSlash.TRAILING_SLASH_STRIP;
        };
        return RoutePolicy.HttpsRedirect.newBuilder()
                .setStatus(redirect.status())
                .addAllExceptPrefixes(redirect.exceptPrefixes())
                .setTrailingSlash(trailingSlash)
                .build();
    }

    static HttpsRedirect fromWire(RoutePolicy.HttpsRedirect wire, String field) {
        known(wire, field);
        HttpsRedirect.TrailingSlash trailingSlash = switch (wire.getTrailingSlash()) {
            case TRAILING_SLASH_KEEP -> HttpsRedirect.TrailingSlash.KEEP;
            case TRAILING_SLASH_STRIP -> HttpsRedirect.TrailingSlash.STRIP;
            case TRAILING_SLASH_UNSPECIFIED, UNRECOGNIZED ->
                throw unknownValue(field + ".trailing_slash", wire.getTrailingSlashValue());
        };
        return read(field, () -> new HttpsRedirect(wire.getStatus(), wire.getExceptPrefixesList(), trailingSlash));
    }

    static RoutePolicy.Hsts toWire(Hsts hsts) {
        return RoutePolicy.Hsts.newBuilder()
                .setMaxAgeSeconds(hsts.maxAge().toSeconds())
                .setIncludeSubDomains(hsts.subDomains() == SubDomains.INCLUDED)
                .setPreload(hsts.preload() == Preload.ASKED)
                .build();
    }

    static Hsts fromWire(RoutePolicy.Hsts wire, String field) {
        known(wire, field);
        return read(
                field,
                () -> new Hsts(
                        Duration.ofSeconds(wire.getMaxAgeSeconds()),
                        wire.getIncludeSubDomains() ? SubDomains.INCLUDED : SubDomains.EXCLUDED,
                        wire.getPreload() ? Preload.ASKED : Preload.UNASKED));
    }

    static RoutePolicy.ClientCertificate toWire(ClientCertificate asked) {
        ClientDemand demand = switch (asked.demand()) {
            case REQUIRED -> ClientDemand.CLIENT_DEMAND_REQUIRED;
            case OPTIONAL -> ClientDemand.CLIENT_DEMAND_OPTIONAL;
            case OPTIONAL_UNVERIFIED -> ClientDemand.CLIENT_DEMAND_OPTIONAL_UNVERIFIED;
        };
        return RoutePolicy.ClientCertificate.newBuilder()
                .setDemand(demand)
                .setForwardCertificate(asked.forwarded() == Forwarded.VERDICT_AND_CERTIFICATE)
                .addAllCommonNames(asked.commonNames())
                .build();
    }

    static ClientCertificate fromWire(RoutePolicy.ClientCertificate wire, String field) {
        known(wire, field);
        Demand demand = switch (wire.getDemand()) {
            case CLIENT_DEMAND_REQUIRED -> Demand.REQUIRED;
            case CLIENT_DEMAND_OPTIONAL -> Demand.OPTIONAL;
            case CLIENT_DEMAND_OPTIONAL_UNVERIFIED -> Demand.OPTIONAL_UNVERIFIED;
            case CLIENT_DEMAND_UNSPECIFIED, UNRECOGNIZED ->
                throw unknownValue(field + ".demand", wire.getDemandValue());
        };
        Forwarded forwarded = wire.getForwardCertificate() ? Forwarded.VERDICT_AND_CERTIFICATE : Forwarded.VERDICT;
        return new ClientCertificate(demand, forwarded, wire.getCommonNamesList());
    }
}
