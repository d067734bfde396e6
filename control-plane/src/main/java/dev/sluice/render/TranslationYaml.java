package dev.sluice.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import dev.sluice.resource.Endpoint;
import dev.sluice.resource.RouteTable;
import dev.sluice.state.EndpointState;
import dev.sluice.state.LoadBalancerAddress;
import dev.sluice.state.Problem;
import dev.sluice.translate.EndpointDemand;
import dev.sluice.translate.EndpointJoin;
import dev.sluice.translate.StatusIntent;
import dev.sluice.translate.Translation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A translation as YAML for people: sorted, without what is as usual, without secrets. Equal values give equal text. */
public final class TranslationYaml {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(Feature.WRITE_DOC_START_MARKER)
            .disable(Feature.SPLIT_LINES)
            .enable(Feature.MINIMIZE_QUOTES)
            .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());

    private TranslationYaml() {}

    /** Tables, then statuses, then problems. */
    public static String render(OfflineTranslation offline) {
        Map<String, Object> root = new LinkedHashMap<>();
        Map<String, Object> tables = new LinkedHashMap<>();
        Translation translation = offline.translation();
        for (RouteTable table : translation.tables().values()) {
            tables.put(table.fleet().value(), table(table, translation, offline.endpoints()));
        }
        root.put("tables", tables);
        root.put("statuses", statuses(translation.statuses().values()));
        root.put("problems", problems(offline.problems()));
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and texts can always be written", e);
        }
    }

    private static Map<String, Object> table(RouteTable table, Translation translation, EndpointState endpoints) {
        Map<String, Object> shown = ResourceText.byKind(table.values());
        Collection<EndpointDemand> demands = translation.demands(table.fleet()).values();
        if (!demands.isEmpty()) {
            Map<String, Object> sets = new LinkedHashMap<>();
            for (EndpointDemand demand : demands) {
                sets.put(demand.key().id(), endpoints(demand, endpoints));
            }
            shown.put("endpoints", sets);
        }
        return shown;
    }

    private static List<String> endpoints(EndpointDemand demand, EndpointState endpoints) {
        List<String> shown = new ArrayList<>();
        for (Endpoint endpoint : EndpointJoin.join(endpoints, demand).endpoints()) {
            String zone = endpoint.zone().isEmpty() ? "" : " zone " + endpoint.zone();
            String state = endpoint.state() == Endpoint.State.READY ? "" : " terminating";
            shown.add(endpoint.authority() + zone + state);
        }
        return shown;
    }

    private static Map<String, Object> statuses(Collection<StatusIntent> statuses) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (StatusIntent status : statuses) {
            shown.put(
                    status.object().toString(),
                    status.addresses().stream().map(TranslationYaml::address).toList());
        }
        return shown;
    }

    private static String address(LoadBalancerAddress address) {
        return address.ip().isEmpty() ? address.hostname() : address.ip();
    }

    private static List<Map<String, Object>> problems(Collection<Problem> problems) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (Problem problem : problems) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("severity", problem.severity().name());
            one.put("object", problem.object());
            if (!problem.field().isEmpty()) {
                one.put("field", problem.field());
            }
            one.put("reason", problem.reason());
            one.put("message", problem.message());
            shown.add(one);
        }
        return shown;
    }
}
