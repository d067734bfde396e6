package dev.sluice.translate;

import dev.sluice.key.ObjectKey;
import dev.sluice.resource.HostSettings;
import dev.sluice.resource.HttpRoute;
import dev.sluice.resource.Resource;
import dev.sluice.resource.Route;
import dev.sluice.resource.RouteAction;
import dev.sluice.resource.RouteTable;
import dev.sluice.resource.Upstream;
import dev.sluice.state.ClusterState;
import dev.sluice.state.ObservedService;
import dev.sluice.translate.fragment.Backing;
import dev.sluice.translate.fragment.Claim;
import dev.sluice.translate.fragment.Fragment;
import dev.sluice.translate.ingress.Origin;
import dev.sluice.translate.ingress.Setting;
import dev.sluice.translate.ingress.SettingOrigins;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Follows what is served back to where it was written. Where the translation has made a resource exactly so, its sources say
 * why; where it has not (a held release, an update on its way), only its values are told. Lives for one question.
 */
final class ProvenanceDraft {
    private final ClusterState state;
    private final Translation translation;
    private final Workings workings;
    private final RouteTable table;
    private final HostDraft hosts;
    private final Map<ObjectKey, SettingOrigins> origins = new HashMap<>();
    private final List<InForce> settings = new ArrayList<>();
    private final List<Resource> foreign = new ArrayList<>();

    /**
     * @param state that was translated
     * @param table of the fleet
     */
    ProvenanceDraft(ClusterState state, Translation translation, Workings workings, RouteTable table) {
        this.state = state;
        this.translation = translation;
        this.workings = workings;
        this.table = table;
        this.hosts = new HostDraft(workings.fleets()
                .getOrDefault(table.fleet(), FleetWorkings.NONE)
                .hosts());
    }

    /**
     * @param rule one of {@code served}, as is {@code host}
     * @param served the rule, then what decides beside it: another rule about the host's paths, upstreams
     * @param host the rule whose object says how paths are read; empty where nobody reads them
     */
    Provenance of(Route rule, Optional<HttpRoute> host, List<Resource> served) {
        for (Resource resource : served) {
            if (!resource.equals(table.resources().get(resource.key()))) {
                foreign.add(resource);
            }
        }
        if (rule instanceof HttpRoute route && route.action() instanceof RouteAction.Forward) {
            SettingOrigins origins = origins(route.source());
            new RuleSettings(route, hosts, origins, this::origins)
                    .inForce()
                    .forEach(setting -> add(ours(route), setting));
        }
        host.ifPresent(this::reading);
        for (Resource resource : served) {
            if (resource instanceof Upstream upstream) {
                backend(rule, upstream);
            }
        }
        return new Provenance(field(rule), settings, foreign);
    }

    /** Whether the translation has made it exactly so. */
    private boolean ours(Resource served) {
        for (Resource other : foreign) {
            if (other == served) {
                return false;
            }
        }
        return true;
    }

    /** Of each object once: the rule, how its host's paths are read and its upstreams are mostly of one. */
    private SettingOrigins origins(ObjectKey source) {
        return origins.computeIfAbsent(source, this::found);
    }

    private SettingOrigins found(ObjectKey source) {
        return workings.settings()
                .flatMap(known -> state.ingress(source)
                        .map(ingress -> SettingOrigins.of(
                                known.ingress(),
                                state,
                                ingress,
                                translation.memory().of(ingress.meta().uid()))))
                .orElseGet(SettingOrigins::none);
    }

    private void add(boolean exact, InForce setting) {
        settings.add(
                exact ? setting : new InForce(setting.of(), setting.setting(), setting.value(), Optional.empty(), ""));
    }

    private static InForce choice(Resource of, Setting setting, Enum<?> value, Origin origin, String note) {
        return new InForce(of.key(), setting, word(value), Optional.of(origin), note);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void reading(HttpRoute host) {
        SettingOrigins origins = origins(host.source());
        HostSettings reading = host.settings();
        String note = "as " + host.source() + " has it, the oldest of the host";
        boolean exact = ours(host);
        Origin slash = origins.of(Setting.ENCODED_SLASH);
        Origin path = origins.of(Setting.AMBIGUOUS_PATH);
        add(exact, choice(host, Setting.ENCODED_SLASH, reading.encodedSlash(), slash, note));
        add(exact, choice(host, Setting.AMBIGUOUS_PATH, reading.ambiguousPath(), path, note));
    }

    /** Whose object may lead elsewhere by now: what it says is of the upstream only while the rule is as it was. */
    private void backend(Route rule, Upstream upstream) {
        boolean exact = ours(rule) && ours(upstream);
        SettingOrigins origins = origins(rule.source());
        Origin balancing = origins.of(Setting.BALANCING);
        add(exact, choice(upstream, Setting.BALANCING, upstream.balancing(), balancing, ""));
        Origin protocol = protocol(origins, rule.source(), upstream);
        add(exact, choice(upstream, Setting.BACKEND_PROTOCOL, upstream.protocol(), protocol, ""));
        upstream.tls().ifPresent(tls -> add(exact, tls(upstream, tls, origins)));
        upstream.proxyProtocol()
                .map(version -> choice(
                        upstream,
                        Setting.UPSTREAM_PROXY_PROTOCOL,
                        version,
                        origins.of(Setting.UPSTREAM_PROXY_PROTOCOL),
                        ""))
                .ifPresent(setting -> add(exact, setting));
        String most = String.valueOf(upstream.limits().maxConnections());
        Optional<Origin> same = Optional.of(Origin.DEFAULT);
        add(exact, new InForce(upstream.key(), Setting.MAX_CONNECTIONS, most, same, "of one endpoint and data plane"));
    }

    private static InForce tls(Upstream upstream, Upstream.Tls tls, SettingOrigins origins) {
        String value = tls.verification()
                .map(verified -> "verified as " + verified.name())
                .orElse("not verified");
        Optional<Origin> origin = Optional.of(origins.of(Setting.BACKEND_TLS));
        return new InForce(upstream.key(), Setting.BACKEND_TLS, value, origin, "");
    }

    /** An annotation, else what the Service says of the port. */
    private Origin protocol(SettingOrigins origins, ObjectKey source, Upstream upstream) {
        if (origins.written(Setting.BACKEND_PROTOCOL)) {
            return origins.of(Setting.BACKEND_PROTOCOL);
        }
        Optional<String> port = fragment(source).backings().stream()
                .filter(backing -> backing.upstream().equals(upstream))
                .map(Backing::portName)
                .findFirst();
        List<ObservedService.Port> ports =
                state.service(upstream.service()).map(ObservedService::ports).orElse(List.of());
        for (int i = 0; i < ports.size(); i++) {
            ObservedService.Port one = ports.get(i);
            if (port.filter(one.name()::equals).isPresent()
                    && !one.appProtocol().isEmpty()) {
                return new Origin.Field(upstream.service(), "spec.ports[" + i + "].appProtocol");
            }
        }
        return Origin.DEFAULT;
    }

    private Fragment fragment(ObjectKey source) {
        return workings.fragments().getOrDefault(source, Fragment.NOTHING);
    }

    private Optional<String> field(Route rule) {
        return ours(rule)
                ? fragment(rule.source()).claims().stream()
                        .filter(claim -> claim.route().key().equals(rule.key()))
                        .map(Claim::field)
                        .findFirst()
                : Optional.empty();
    }
}
