package dev.sluice.cli;

import com.typesafe.config.Config;
import dev.sluice.access.AccessSettings.Reviewed;
import dev.sluice.access.Gate;
import dev.sluice.access.kubernetes.ReviewGate;
import dev.sluice.claim.ClaimPlace;
import dev.sluice.claim.kubernetes.LeaseClaims;
import dev.sluice.cluster.Platform;
import dev.sluice.cluster.kubernetes.KubernetesPlatform;
import dev.sluice.controlplane.ControlPlane;
import dev.sluice.controlplane.ControlPlaneSettings;
import dev.sluice.controlplane.Outside;
import dev.sluice.dataplane.DataPlane;
import dev.sluice.dataplane.DataPlaneSettings;
import dev.sluice.rollout.kubernetes.ConfigMapStore;
import dev.sluice.rollout.store.DecisionStore;
import dev.sluice.status.IngressMarks;
import dev.sluice.status.IngressStatusClient;
import dev.sluice.status.KubernetesEvents;
import dev.sluice.status.ReceiptTargets;
import dev.sluice.status.StatusTarget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command has started, and how it ends: on SIGTERM or Ctrl-C the data plane is drained before anything else stops,
 * so that requests under way finish.
 */
final class Runner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private final PrintWriter out;
    private final Deque<AutoCloseable> closings = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Runner(PrintWriter out) {
        this.out = out;
    }

    ControlPlane controlPlane(Config config, Source source) {
        source.client().ifPresent(this::closeAtEnd);
        ControlPlaneSettings settings = ControlPlaneSettings.of(config);
        Optional<StatusTarget> statuses = source.client()
                .map(client -> new IngressStatusClient(client, settings.status().conflictRetries()));
        Optional<Platform> kubernetes =
                source.client().flatMap(client -> KubernetesPlatform.of(settings.cluster(), client));
        Optional<ReceiptTargets> receipts = source.client().map(client -> receipts(client, settings));
        Optional<DecisionStore> decisions = source.client()
                .flatMap(client -> settings.rollout()
                        .configMaps()
                        .map(where -> new ConfigMapStore(client, where, Clock.systemUTC())));
        Outside outside = new Outside(
                source.objects(),
                statuses,
                kubernetes,
                decisions,
                receipts,
                source.client().map(Runner::reviews),
                source.client().map(client -> place(client, source.watched(), settings)));
        return closeAtEnd(ControlPlane.start(settings, outside, SoftwareVersion.text()));
    }

    private static ClaimPlace place(KubernetesClient client, String watched, ControlPlaneSettings settings) {
        return new ClaimPlace(new LeaseClaims(client, settings.claims().timeout(), Clock.systemUTC()), watched);
    }

    private static BiFunction<Reviewed, MeterRegistry, Gate> reviews(KubernetesClient client) {
        return (settings, registry) -> ReviewGate.start(settings, client, registry);
    }

    private static ReceiptTargets receipts(KubernetesClient client, ControlPlaneSettings settings) {
        return new ReceiptTargets(
                new KubernetesEvents(
                        client, settings.translation().ingress().controllerClass(), settings.replicaName()),
                new IngressMarks(client, settings.status().conflictRetries()));
    }

    DataPlane dataPlane(Config config) {
        return closeAtEnd(DataPlane.start(DataPlaneSettings.of(config), SoftwareVersion.text()));
    }

    /** Closes {@code resource} before everything that was started earlier. */
    <T extends AutoCloseable> T closeAtEnd(T resource) {
        closings.push(resource);
        return resource;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Waits until the process is told to end; what was started is closed by then. */
    int untilTold() throws InterruptedException {
        Thread hook = new Thread(this::end, "sluice-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        ended.await();
        return 0;
    }

    /** Nothing is left to do: ends as if it had been told to. */
    void enough() {
        ended.countDown();
    }

    private void end() {
        close();
        ended.countDown();
    }

    /** In the reverse order of starting; what does not close cleanly does not keep the rest from it. */
    @Override
    public synchronized void close() {
        while (!closings.isEmpty()) {
            try {
                closings.pop().close();
            } catch (Exception e) {
                LOG.warn("not closed cleanly", e);
            }
        }
    }
}
