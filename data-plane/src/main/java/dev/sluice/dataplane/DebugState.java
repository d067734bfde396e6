package dev.sluice.dataplane;

import dev.sluice.admin.Readiness;
import dev.sluice.balance.EndpointRuntime;
import dev.sluice.compile.CompiledUpstream;
import dev.sluice.engine.Engine;
import dev.sluice.sync.Candidate;
import dev.sluice.sync.ControlPlaneAddress;
import dev.sluice.sync.Serving;
import dev.sluice.sync.SyncStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every stage at one moment, for people. Names, numbers and addresses only: contents of resources may be secret. */
final class DebugState {
    /** So many entries of one list are shown; beside each list stands how many there are. */
    private static final int MAX_SHOWN = 5_000;

    private DebugState() {}

    static Map<String, Object> configuration(SyncStatus status) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("version", status.version().toString());
        shown.put("freshness", status.version().freshness().toString());
        shown.put("origin", status.origin().name());
        shown.put("confirmedAt", status.confirmedAt().map(Object::toString).orElse("never"));
        shown.put("controlPlane", status.connectedTo().map(Object::toString).orElse("none"));
        shown.put("problem", status.problem().orElse(""));
        shown.put("resources", resources(status));
        shown.put(
                "withheld",
                status.compiled().awaited().stream()
                        .limit(MAX_SHOWN)
                        .map(Object::toString)
                        .sorted()
                        .toList());
        shown.put("refusedCount", status.compiled().refused().size());
        shown.put("refused", refused(status));
        return shown;
    }

    /** The replicas that could be followed, and which of them is. */
    static List<Object> replicas(Serving serving) {
        Optional<ControlPlaneAddress> followed = serving.status().connectedTo();
        List<Object> shown = new ArrayList<>();
        for (Candidate candidate : serving.candidates()) {
            shown.add(Map.of(
                    "address", candidate.where().toString(),
                    "origin", candidate.origin().name(),
                    "followed", followed.filter(candidate.where()::equals).isPresent()));
        }
        return shown;
    }

    private static Map<String, Object> resources(SyncStatus status) {
        Map<String, Object> counts = new TreeMap<>();
        status.table()
                .values()
                .forEach(resource -> counts.merge(
                        resource.key().kind().name(), 1, (left, right) -> (Integer) left + (Integer) right));
        return counts;
    }

    private static List<Object> refused(SyncStatus status) {
        List<Object> shown = new ArrayList<>();
        new TreeMap<>(status.compiled().refused())
                .entrySet().stream()
                        .limit(MAX_SHOWN)
                        .forEach(entry -> shown.add(Map.of(
                                "resource", entry.getKey().toString(),
                                "reason", entry.getValue().reason(),
                                "servingLastForm", entry.getValue().servingLastForm())));
        return shown;
    }

    static Map<String, Object> serving(SyncStatus status, int[] logicalPorts) {
        List<CompiledUpstream> upstreams = status.compiled().upstreams();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("listenerPorts", Arrays.stream(logicalPorts).boxed().toList());
        shown.put("rules", status.compiled().rules().size());
        shown.put("upstreamCount", upstreams.size());
        shown.put("upstreams", upstreams(upstreams));
        shown.put("namesToResolve", names(status));
        return shown;
    }

    private static List<Object> upstreams(List<CompiledUpstream> upstreams) {
        List<Object> shown = new ArrayList<>();
        upstreams.stream()
                .sorted(Comparator.comparing(CompiledUpstream::key))
                .limit(MAX_SHOWN)
                .forEach(upstream -> shown.add(Map.of(
                        "upstream",
                        upstream.key().id(),
                        "endpoints",
                        Arrays.stream(upstream.endpoints())
                                .limit(MAX_SHOWN)
                                .map(DebugState::endpoint)
                                .toList())));
        return shown;
    }

    private static Map<String, Object> endpoint(EndpointRuntime endpoint) {
        return Map.of("endpoint", endpoint.toString(), "inFlight", endpoint.inFlight());
    }

    private static Map<String, Object> names(SyncStatus status) {
        Map<String, Object> names = new TreeMap<>();
        status.compiled()
                .toResolve()
                .forEach((upstream, resolved) -> names.put(upstream.id(), resolved.name() + ":" + resolved.port()));
        return names;
    }

    static Map<String, Object> engine(Engine engine) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", engine.name());
        shown.put("transport", engine.transport());
        shown.put("lanes", engine.lanes());
        shown.put("clientConnections", engine.clientConnections());
        shown.put("upstreamConnections", engine.upstreamConnections());
        return shown;
    }

    static Map<String, Object> readiness(Readiness readiness) {
        return Map.of("ready", readiness.ready(), "missing", readiness.missing(), "notes", readiness.notes());
    }
}
