package dev.sluice.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the page on permissions has a line for each verb of each role, and for no other. */
class PermissionsPageTest {
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Installation INSTALLATION = Installation.all()
            .filter(each -> each.toString().equals("loadbalancer"))
            .findFirst()
            .orElseThrow();

    /** Verb and resource of each line of the tables below a heading. */
    private static Set<String> onThePage(String heading) {
        Page page = Page.read(Page.root().resolve("deploy/docs/permissions.md"));
        Set<String> rights = new TreeSet<>();
        List<String> resources = List.of();
        boolean below = false;
        for (String line : page.text()) {
            below = line.startsWith("## ") ? line.equals("## " + heading) : below;
            String[] cells = line.split("[|]", -1);
            if (!below || cells.length < 5) {
                continue;
            }
            resources = cells[2].isBlank() ? resources : resources(cells[2]);
            assertThat(cells[4]).as("what for: " + line).isNotBlank();
            for (String verb : names(cells[3])) {
                resources.forEach(resource -> rights.add(verb + " " + resource));
            }
        }
        return rights;
    }

    /** Those before {@code only}; behind it stand names of objects. */
    private static List<String> resources(String cell) {
        return names(cell.replaceFirst(", only .*", ""));
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell)
                .results()
                .map((MatchResult name) -> name.group(1))
                .toList();
    }

    private static Set<String> inRoles(Map<String, String> roles) {
        Set<String> rights = new TreeSet<>();
        roles.forEach((name, kind) -> INSTALLATION
                .of(kind)
                .filter(role -> role.at("/metadata/name").asText().equals(name))
                .forEach(role -> role.path("rules").forEach(rule -> {
                    List<String> resources = new ArrayList<>();
                    rule.path("resources").forEach(resource -> resources.add(resource.asText()));
                    rule.path("verbs")
                            .forEach(verb -> resources.forEach(resource -> rights.add(verb.asText() + " " + resource)));
                })));
        return rights;
    }

    @Test
    void each_verb_of_the_control_plane_has_a_line_that_says_what_it_is_for() {
        Set<String> rights = inRoles(Map.of("sluice-control-plane", "ClusterRole", "sluice-secrets", "ClusterRole"));
        rights.addAll(inRoles(Map.of("sluice-control-plane", "Role")));
        assertThat(onThePage("The control plane")).isEqualTo(rights);
    }

    @Test
    void each_verb_of_the_job_for_certificates_has_one_too() {
        assertThat(onThePage("The certificates Job")).isEqualTo(inRoles(Map.of("sluice-certificates", "Role")));
    }

    @Test
    void data_planes_have_no_role() {
        assertThat(INSTALLATION.objects())
                .filteredOn(object -> object.path("kind").asText().endsWith("RoleBinding"))
                .noneMatch(binding -> binding.path("subjects").toString().contains("sluice-data-plane"));
    }
}
