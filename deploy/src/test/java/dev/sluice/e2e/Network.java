package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Hosts of a test on this machine: network namespaces on a bridge, in the range for benchmarks of network devices
 * (RFC 2544), which nothing else uses. Pulling a host's cable loses packets silently, as a real one does; closing a
 * socket would be noticed.
 */
final class Network implements AutoCloseable {
    private final String name = "slc" + ProcessHandle.current().pid() % 100_000;
    private final String prefix = "198.18." + ProcessHandle.current().pid() % 250 + ".";
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private int hosts;

    /** One host. */
    record Host(String namespace, String cable, String bridge, String address) {
        /** To be put before a command that is to run there. */
        List<String> prefix() {
            return List.of("ip", "netns", "exec", namespace);
        }

        /** Whatever is sent to it or by it is lost from now on. */
        void pull() throws IOException, InterruptedException {
            run("ip", "link", "set", cable, "nomaster");
        }

        void plug() throws IOException, InterruptedException {
            run("ip", "link", "set", cable, "master", bridge);
        }
    }

    Network() throws IOException, InterruptedException {
        needPrivilege();
        run("ip", "link", "add", name, "type", "bridge");
        undo.push(() -> quietly("ip", "link", "del", name));
        run("ip", "addr", "add", gateway() + "/24", "dev", name);
        run("ip", "link", "set", name, "up");
    }

    private static void needPrivilege() {
        Programs.require("ip");
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root && "all".equals(System.getenv("SLUICE_REQUIRE"))) {
            throw new AssertionError("network namespaces need root");
        }
        if (!root) {
            System.out.println("SKIPPED: a test that makes network namespaces, which needs root");
        }
        Assumptions.assumeTrue(root, "network namespaces need root");
    }

    /** This machine, as the hosts see it. */
    String gateway() {
        return prefix + 1;
    }

    Host host() throws IOException, InterruptedException {
        hosts++;
        Host host = new Host(name + "n" + hosts, name + "v" + hosts, name, prefix + (10 + hosts));
        run("ip", "netns", "add", host.namespace());
        undo.push(() -> quietly("ip", "netns", "del", host.namespace()));
        run("ip", "link", "add", host.cable(), "type", "veth", "peer", "name", "eth0", "netns", host.namespace());
        undo.push(() -> quietly("ip", "link", "del", host.cable()));
        run("ip", "link", "set", host.cable(), "up");
        host.plug();
        in(host, "ip", "addr", "add", host.address() + "/24", "dev", "eth0");
        in(host, "ip", "link", "set", "eth0", "up");
        in(host, "ip", "link", "set", "lo", "up");
        return host;
    }

    private static void in(Host host, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(host.prefix());
        all.addAll(List.of(command));
        run(all.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(String.join(" ", command) + ": " + said)
                .isZero();
    }

    private static void quietly(String... command) {
        try {
            run(command);
        } catch (IOException | AssertionError e) {
            System.err.println("not undone: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        undo.forEach(Runnable::run);
    }
}
