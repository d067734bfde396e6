package dev.sluice.cli;

import dev.sluice.demo.Pods;
import dev.sluice.resource.HttpRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Everything on one machine, to look at. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs both planes in one JVM on the manifests in deploy/demo, with echo backends that stand for pods.",
            "Prints every route with a curl line that works, the web page's address, and commands to ask."
        },
        footer = {
            "",
            "Example: ./sluice demo --http-port 0 --https-port 0 --admin-port 0 --api-port 0 --discovery-port 0"
        })
final class DemoCommand implements Callable<Integer> {
    private static final long START_SECONDS = 60;
    private static final int USUAL_API_PORT = 7080;

    @Mixin
    private final ControlPlaneFlags controlPlanePorts = new ControlPlaneFlags();

    @Mixin
    private final DataPlaneFlags dataPlane = new DataPlaneFlags();

    @Mixin
    private final ConfigFlag config = new ConfigFlag();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Flags flags = Flags.over(config.file);
        if (dataPlane.accessLog == null) {
            dataPlane.accessLog = "off";
        }
        controlPlanePorts.into(flags);
        dataPlane.into(flags);
        flags.set("demo", DataPlaneFlags.DRAIN_GRACE, "0s"); // no load balancer looks at readiness
        flags.set("demo", DataPlaneFlags.DRAIN_SPREAD, "0s");
        Path manifests = manifests();
        Runner runner = new Runner(spec.commandLine().getOut());
        try {
            start(runner, flags, manifests);
            return runner.untilTold();
        } finally {
            runner.close();
        }
    }

    private void start(Runner runner, Flags flags, Path manifests) throws IOException, InterruptedException {
        // The manifests as they stand, so that editing them is seen, beside what a cluster would write by itself.
        Path cluster = Files.createTempDirectory("sluice-demo");
        runner.closeAtEnd(() -> Together.delete(cluster));
        Files.createSymbolicLink(cluster.resolve("manifests"), manifests.toRealPath());
        Pods pods = runner.closeAtEnd(Pods.start(manifests, cluster.resolve("endpoint-slices.yaml")));
        Together.Planes planes =
                Together.start(runner, flags, dataPlane, SourceFlags.directory(cluster, flags.config()));
        await(planes);
        print(runner, planes, pods, manifests);
    }

    private static void await(Together.Planes planes) throws InterruptedException {
        try {
            planes.dataPlane().whenReady().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new UserError("nothing was served within " + START_SECONDS + " s: see the lines above");
        }
    }

    private static void print(Runner runner, Together.Planes planes, Pods pods, Path manifests) {
        List<HttpRoute> routes = Routes.of(planes.controlPlane());
        runner.say("");
        new RouteLines(planes.dataPlane().httpAddress().getPort()).of(routes).forEach(runner::say);
        runner.say("");
        Listening.controlPlane(runner, planes.controlPlane());
        Listening.dataPlane(runner, planes.dataPlane());
        worthTrying(runner, planes.controlPlane().apiPort());
        runner.say("");
        runner.say(pods.count() + " echo backends stand for pods. Edit a file in " + manifests
                + ": the change is live in under a second. Ctrl-C ends the demo.");
    }

    private static void worthTrying(Runner runner, int apiPort) {
        runner.say("page            http://127.0.0.1:" + apiPort + "/");
        String api = apiPort == USUAL_API_PORT ? "" : " --api http://127.0.0.1:" + apiPort;
        runner.say("");
        runner.say("In another terminal:");
        runner.say("  ./sluice status --watch" + api);
        runner.say("  ./sluice explain shop.localhost/api/payments" + api);
        runner.say("  ./sluice receipts demo/shop --wait 10s" + api);
    }

    private static Path manifests() {
        Path home = Path.of(System.getProperty("sluice.home", "."));
        for (Path candidate : List.of(home.resolve("deploy/demo"), home.resolve("demo"))) {
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        throw new UserError("deploy/demo: expected a directory of manifests below " + home.toAbsolutePath());
    }
}
