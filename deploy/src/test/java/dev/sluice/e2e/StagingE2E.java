package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three data planes of a staged fleet, each asked all the time. */
class StagingE2E {
    private static final Duration EVERYWHERE = Duration.ofSeconds(60);
    private static final Duration SOAK = Duration.ofSeconds(4);
    private static final String HOST = "web.test";

    @TempDir
    Path work;

    private final Opened opened = new Opened();
    private final List<Visitor> visitors = new ArrayList<>();
    private Path manifests;
    private SluiceProcess control;
    private StatusApi api;
    private Backend one;
    private Backend two;
    private Backend broken;

    @BeforeEach
    void start() throws Exception {
        one = opened.add(new Backend("one"));
        two = opened.add(new Backend("two"));
        broken = opened.add(new Backend("broken", 500));
        manifests = Files.createDirectories(work.resolve("manifests"));
        services(one);
        edit("one");
        control = opened.add(SluiceProcess.onFreePorts(
                "control-plane", "--manifests", manifests.toString(), "--config", config().toString()));
        api = opened.add(new StatusApi(control));
        List<SluiceProcess> dataPlanes = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            dataPlanes.add(opened.add(dataPlane(name)));
        }
        for (SluiceProcess dataPlane : dataPlanes) {
            int port = dataPlane.httpPort();
            Eventually.within(
                    EVERYWHERE,
                    "the first answer",
                    () -> Wire.get(port, HOST, "/").body().equals("one"));
            visitors.add(opened.add(new Visitor(dataPlane, HOST)));
        }
        for (Visitor visitor : visitors) {
            Eventually.within(EVERYWHERE, "a usual course", () -> visitor.answered() > 100);
        }
    }

    private Path config() throws IOException {
        return Files.writeString(
                work.resolve("sluice.conf"), """
                sluice {
                  control-plane.rollout {
                    directory = "%s"
                    look = 100ms
                    staging.soak = %dms
                  }
                  data-plane.following.health-period = 200ms
                }
                """.formatted(work.resolve("decisions"), SOAK.toMillis()));
    }

    private SluiceProcess dataPlane(String name) throws Exception {
        return SluiceProcess.onFreePorts(
                "data-plane",
                "--control-plane",
                "127.0.0.1:" + control.discoveryPort(),
                "--node",
                name,
                "--bind",
                "127.0.0.1",
                "--access-log",
                "off",
                "--config",
                work.resolve("sluice.conf").toString(),
                "--state-dir",
                work.resolve(name).toString());
    }

    private void services(Backend first) throws IOException {
        write(
                "services",
                KubernetesE2E.CLASS
                        + Manifest.service("one", first.port())
                        + Manifest.service("two", two.port())
                        + Manifest.service("broken", broken.port()));
    }

    private void edit(String backend) throws IOException {
        write("web", Manifest.ingress("web", HOST, "/", backend));
    }

    private void write(String name, String yaml) throws IOException {
        Path complete = Files.writeString(work.resolve(name), yaml);
        Files.move(complete, manifests.resolve(name + ".yaml"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    @AfterEach
    void stop() throws Exception {
        opened.close();
    }

    @Test
    void a_new_version_goes_to_one_data_plane_first_and_to_all_when_that_one_has_served_it_well() throws Exception {
        assertThat(api.decide("stage", "to see").status()).isEqualTo(200);
        edit("two");
        all("two");
        for (Visitor visitor : visitors) {
            assertThat(visitor.answers()).containsExactly("one", "two");
        }
        Visitor first = visitors.getFirst();
        for (Visitor other : visitors.subList(1, visitors.size())) {
            Duration later = Duration.ofNanos(other.since() - first.since());
            assertThat(later).isGreaterThan(SOAK.dividedBy(2));
        }
        assertThat(api.get("/api/v1/problems").body().toString()).doesNotContain("StagingHalted");
    }

    @Test
    void a_version_with_which_requests_fail_harms_one_data_plane_and_is_halted_while_endpoints_flow() throws Exception {
        assertThat(api.decide("stage", "to see").status()).isEqualTo(200);
        edit("broken");
        Eventually.within(EVERYWHERE, "it is halted", () -> api.course().equals("hold"));
        StatusApi.Answer decision = api.get("/api/v1/decision");
        assertThat(decision.at("/fleets/0/cause/who")).isEqualTo("sluice");
        assertThat(decision.at("/fleets/0/cause/why"))
                .contains("data plane a, which went first, has failed", "expected at most 1.0 %");
        assertThat(api.get("/api/v1/problems").body().toString()).contains("StagingHalted");
        all("one");
        assertThat(visitors.getFirst().answers()).containsExactly("one", "500", "one");

        Backend next = opened.add(new Backend("another one"));
        services(next);
        all("another one");
        edit("two");
        Eventually.within(
                EVERYWHERE,
                "the newer release is known",
                () -> !api.get("/api/v1/decision").at("/fleets/0/newest").equals(decision.at("/fleets/0/newest")));
        for (Visitor other : visitors.subList(1, visitors.size())) {
            assertThat(other.answers()).containsOnly("one", "another one"); // for a moment both are endpoints
        }

        assertThat(api.decide("stage", "mended").status()).isEqualTo(200);
        all("two");
        assertThat(visitors.getFirst().answers()).containsOnlyOnce("500", "two");
    }

    private void all(String answer) {
        for (Visitor visitor : visitors) {
            Eventually.within(
                    EVERYWHERE, answer + " is answered", () -> visitor.answer().equals(answer));
        }
    }
}
