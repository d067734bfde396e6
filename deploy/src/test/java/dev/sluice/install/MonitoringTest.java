package dev.sluice.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That what is scraped and shown is there. */
class MonitoringTest {
    private static final Pattern METRIC = Pattern.compile("sluice_[a-z_]+");
    private static final Pattern LITERAL = Pattern.compile("\"(sluice[._][a-z_.]+)\"");
    private static final Pattern SUFFIX = Pattern.compile("(_seconds)?(_total|_bucket|_sum|_count)?$");

    private static Path component(String file) {
        return Installation.tree().resolve("components").resolve(file);
    }

    @Test
    void the_dashboard_asks_for_metrics_that_the_code_has() throws IOException {
        JsonNode map = Yaml.objects(component("dashboard/dashboard.yaml")).getFirst();
        JsonNode dashboard = Yaml.JSON.readTree(map.at("/data/sluice.json").asText());
        Set<String> asked = new TreeSet<>();
        dashboard
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> METRIC.matcher(target.path("expr").asText())
                                .results()
                                .forEach(found -> asked.add(bare(found.group())))));
        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(inTheCode()).containsAll(asked);
    }

    private static Set<String> inTheCode() {
        Set<String> names = new TreeSet<>();
        Path root = Installation.tree().resolve("../..").normalize();
        for (String module : new String[] {"control-plane", "data-plane"}) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    LITERAL.matcher(Files.readString(file))
                            .results()
                            .forEach(found -> names.add(bare(found.group(1).replace('.', '_'))));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    private static String bare(String metric) {
        return SUFFIX.matcher(metric).replaceFirst("");
    }

    @Test
    void monitors_scrape_named_ports_of_the_planes() {
        for (JsonNode monitor : Yaml.objects(component("monitoring/monitors.yaml"))) {
            JsonNode endpoints = monitor.path("spec").has("endpoints")
                    ? monitor.at("/spec/endpoints")
                    : monitor.at("/spec/podMetricsEndpoints");
            assertThat(endpoints).isNotEmpty().allSatisfy(endpoint -> {
                assertThat(endpoint.path("port").asText()).isIn("api", "admin");
                assertThat(endpoint.path("path").asText()).isEqualTo("/metrics");
            });
        }
    }
}
