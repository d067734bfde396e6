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

/**
 * Three replicas on hosts of their own, two data planes, an API server, and requests all the time, while the replica
 * that leads is killed, frozen or cut off. The web Ingress counts: each edit moves it to the next backend, so that a data
 * plane that goes back to an older state is seen in its answers.
 */
class ClusterE2E {
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);
    private static final Duration EVERYWHERE = Duration.ofSeconds(60);
    private static final Duration WHOLE_AGAIN = Duration.ofSeconds(90);
    private static final int BACKENDS = 24;
    private static final int API = 7080;

    @TempDir
    Path work;

    private final List<Backend> backends = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<SluiceProcess> dataPlanes = new ArrayList<>();
    private Network network;
    private MockApiServer api;
    private LoadBalancer load;
    private int number;
    private int written;

    /** One replica of the control plane, and the way on which it reaches the API server. */
    private final class Replica {
        final Network.Host host;
        final Relay toApi;
        SluiceProcess process;

        Replica() throws Exception {
            host = network.host();
            toApi = new Relay(network.gateway(), api.port());
            process = start();
        }

        void startAgain() throws IOException {
            process = start();
        }

        private SluiceProcess start() throws IOException {
            Path kubeconfig = Kubeconfig.write(
                    work.resolve(host.address()), "http://" + network.gateway() + ":" + toApi.port(), "");
            return SluiceProcess.start(
                    host,
                    List.of(
                            "control-plane",
                            "--kubeconfig",
                            kubeconfig.toString(),
                            "--publish-status-address",
                            "192.0.2.10",
                            "--discovery-host",
                            host.address(),
                            "--discovery-plaintext",
                            "--config",
                            config().toString(),
                            "--cluster-host",
                            host.address(),
                            "--cluster-service",
                            "sluice-system/sluice-control-plane"));
        }

        private Path config() throws IOException {
            return Files.writeString(
                    work.resolve(host.namespace() + ".conf"), """
                    sluice.control-plane {
                      replica.name = "%s"
                      cluster.plain-text = allowed
                      api.host = "%s"
                      api.access.by = anyone
                    }
                    """.formatted(host.namespace(), host.address()));
        }

        /** Whether it sees all three, and all within reach. */
        boolean seesAll() throws IOException {
            String members =
                    Wire.get(host.address(), API, "api", "/api/v1/members").body();
            return count(members, "\"status\":\"Up\"") == 3 && count(members, "\"reachable\":true") == 3;
        }

        long statusesOf(String ingress) {
            return toApi.writes().stream()
                    .filter(write -> write.endsWith("/ingresses/" + ingress + "/status"))
                    .count();
        }
    }

    @BeforeEach
    void start() throws Exception {
        network = new Network();
        api = new MockApiServer();
        StringBuilder objects = new StringBuilder(KubernetesE2E.CLASS);
        for (int i = 0; i < BACKENDS; i++) {
            backends.add(new Backend(Integer.toString(i)));
            objects.append(Manifest.service("n" + i, backends.get(i).port()));
        }
        api.apply(objects.toString());
        api.apply(Manifest.ingress("web", "web.test", "/", "n0"));
        for (int i = 0; i < 3; i++) {
            replicas.add(new Replica());
        }
        api.apply(Replicas.headlessService(
                replicas.stream().map(replica -> replica.host.address()).toList()));
        load = new LoadBalancer("web.test").counting();
        for (int i = 0; i < 2; i++) {
            SluiceProcess dataPlane = dataPlane("dp-" + i);
            dataPlanes.add(dataPlane);
            load.member(dataPlane);
        }
    }

    private SluiceProcess dataPlane(String name) throws IOException {
        String addresses = replicas.stream()
                .map(replica -> replica.host.address() + ":7070")
                .reduce((left, right) -> left + "," + right)
                .orElseThrow();
        return SluiceProcess.onFreePorts(
                "data-plane",
                "--control-plane",
                addresses,
                "--control-plane-plaintext",
                "--node",
                name,
                "--bind",
                "127.0.0.1",
                "--access-log",
                "off",
                "--state-dir",
                work.resolve(name).toString());
    }

    @AfterEach
    void stop() throws Exception {
        load.close();
        for (SluiceProcess dataPlane : dataPlanes) {
            dataPlane.close();
        }
        for (Replica replica : replicas) {
            replica.host.plug();
            replica.process.thaw();
            replica.process.close();
            Files.writeString(logs().resolve(replica.host.address() + ".log"), replica.process.output());
            replica.toApi.close();
        }
        api.close();
        backends.forEach(Backend::close);
        network.close();
    }

    /** What the replicas said, for who wants to know why. */
    private static Path logs() throws IOException {
        return Files.createDirectories(Path.of("target", "cluster-e2e"));
    }

    @Test
    void a_leader_that_is_killed_frozen_or_cut_off_costs_no_request_and_another_takes_over() throws Exception {
        for (SluiceProcess dataPlane : dataPlanes) {
            int port = dataPlane.httpPort();
            Eventually.within(EVERYWHERE, "the first answer", () -> serves(port) == 0);
        }
        whole();
        load.start();
        Replica leader = writer("at first", EVERYWHERE);
        edit();

        leader.process.kill();
        Replica second = writer("after kill -9", TAKE_OVER);
        edit();
        leader.startAgain();
        whole();
        edit();

        assertThat(writer("before SIGSTOP", TAKE_OVER)).isSameAs(second);
        second.process.freeze();
        Replica third = writer("after SIGSTOP", TAKE_OVER);
        edit();
        second.process.thaw();
        assertThat(writer("after SIGCONT", TAKE_OVER)).isSameAs(third);
        whole();
        edit();

        assertThat(writer("before the cut", TAKE_OVER)).isSameAs(third);
        third.host.pull();
        Replica fourth = writer("after the cut", TAKE_OVER);
        edit();
        third.host.plug();
        assertThat(writer("after the cut is mended", TAKE_OVER)).isSameAs(fourth);
        whole();
        edit();
        assertThat(load.failures()).isEmpty();
    }

    /** A second fault while the first is mended is another test's. */
    private void whole() {
        for (Replica replica : replicas) {
            Eventually.within(WHOLE_AGAIN, replica.host.address() + " sees all", replica::seesAll);
        }
    }

    private static int count(String text, String part) {
        return text.replace(" ", "").split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    /** Makes an Ingress, waits for its status, and tells which replica wrote it: exactly one has. */
    private Replica writer(String when, Duration limit) {
        String name = "s" + written++;
        long begun = System.nanoTime();
        api.apply(Manifest.ingress(name, name + ".test", "/", "n0"));
        Eventually.within(
                limit,
                "a status is written " + when,
                () -> KubernetesE2E.published(api, name).equals("192.0.2.10"));
        System.out.println("status written " + when + ": "
                + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
        List<Replica> writers = replicas.stream()
                .filter(replica -> replica.statusesOf(name) > 0)
                .toList();
        assertThat(writers).as("writers of the status of %s %s", name, when).hasSize(1);
        return writers.getFirst();
    }

    /** Moves the web Ingress to the next backend and waits until all data planes have it. */
    private void edit() {
        number++;
        int wanted = number;
        api.apply(Manifest.ingress("web", "web.test", "/", "n" + wanted));
        long begun = System.nanoTime();
        for (SluiceProcess dataPlane : dataPlanes) {
            Eventually.within(EVERYWHERE, "edit " + wanted, () -> serves(dataPlane.httpPort()) == wanted);
        }
        System.out.println("edit " + wanted + " is live everywhere after "
                + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
        assertThat(load.failures()).isEmpty();
    }

    private static int serves(int port) throws IOException {
        Wire.Answer answer = Wire.get(port, "web.test", "/");
        return answer.status() == 200 ? Integer.parseInt(answer.body()) : -1;
    }
}
