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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That what is scraped and shown is there. */
class MonitoringTest {
    /** Whole names alone: pages shorten some with an asterisk or braces. */
    private static final Pattern METRIC = Pattern.compile("(sluice_[a-z_]+[a-z])(?![a-z_*{])");

    private static final Pattern LITERAL = Pattern.compile("\"(sluice[._][a-z_.]+)\"");
    private static final Pattern SUFFIX = Pattern.compile("(_seconds|_bytes)?(_total|_bucket|_sum|_count)?$");

    private static Path component(String file) {
        return Installation.tree().resolve("components").resolve(file);
    }

    @Test
    void the_dashboard_asks_for_metrics_that_the_code_has() {
        Set<String> asked =
                Dashboard.metrics().stream().map(MonitoringTest::bare).collect(Collectors.toSet());
        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(inTheCode()).containsAll(asked);
    }

    @Test
    void pages_name_metrics_that_the_code_has() {
        Set<String> named = Page.everywhere().stream()
                .flatMap(page -> page.spans().stream())
                .flatMap(span -> METRIC.matcher(span).results())
                .map(found -> bare(found.group(1)))
                .collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(30);
        assertThat(inTheCode()).containsAll(named);
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
