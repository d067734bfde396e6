package dev.sluice.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The dashboard for Grafana that is installed. */
public final class Dashboard {
    private static final Pattern METRIC = Pattern.compile("sluice_[a-z_]+");

    private Dashboard() {}

    /** Series that its panels ask for. */
    public static Set<String> metrics() {
        JsonNode map = Yaml.objects(Installation.tree().resolve("components/dashboard/dashboard.yaml"))
                .getFirst();
        Set<String> asked = new TreeSet<>();
        try {
            Yaml.JSON
                    .readTree(map.at("/data/sluice.json").asText())
                    .path("panels")
                    .forEach(panel -> panel.path("targets")
                            .forEach(
                                    target -> METRIC.matcher(target.path("expr").asText())
                                            .results()
                                            .forEach(found -> asked.add(found.group()))));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e.getOriginalMessage(), e);
        }
        return asked;
    }
}
