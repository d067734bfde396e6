package dev.sluice.cli;

import com.typesafe.config.Config;
import dev.sluice.controlplane.ControlPlane;
import dev.sluice.dataplane.DataPlane;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Both planes in one JVM. */
@Command(
        name = "standalone",
        mixinStandardHelpOptions = true,
        description = "Runs both planes in one JVM, on a directory of Kubernetes manifests or on an API server.",
        footer = {
            "",
            "Examples: ./sluice standalone --manifests deploy/demo",
            "          ./sluice standalone --kubeconfig ~/.kube/config --http-port 80"
        })
final class StandaloneCommand implements Callable<Integer> {
    @Mixin
    private final SourceFlags source = new SourceFlags();

    @Mixin
    private final ControlPlaneFlags controlPlanePorts = new ControlPlaneFlags();

    @Mixin
    private final TranslationFlags translation = new TranslationFlags();

    @Mixin
    private final DataPlaneFlags dataPlane = new DataPlaneFlags();

    @Mixin
    private final ConfigFlag config = new ConfigFlag();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        source.onlyOne();
        if (source.manifests == null && source.kubeconfig == null) {
            throw new UserError("--manifests DIR or --kubeconfig FILE: expected one of them");
        }
        Flags flags = Flags.over(config.file);
        controlPlanePorts.into(flags);
        translation.into(flags);
        dataPlane.into(flags);
        Runner runner = new Runner(spec.commandLine().getOut());
        try {
            start(runner, flags, dataPlane);
            return runner.untilTold();
        } finally {
            runner.close();
        }
    }

    private void start(Runner runner, Flags flags, DataPlaneFlags ports) {
        Config all = flags.config();
        Together.Planes planes = Together.start(runner, flags, ports, source.open(all));
        ControlPlane controlPlane = planes.controlPlane();
        DataPlane proxy = planes.dataPlane();
        Listening.controlPlane(runner, controlPlane);
        Listening.dataPlane(runner, proxy);
    }
}
