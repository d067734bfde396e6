package dev.sluice.cli;

import com.typesafe.config.Config;
import dev.sluice.controlplane.ControlPlane;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The control plane alone. */
@Command(
        name = "control-plane",
        mixinStandardHelpOptions = true,
        description =
                "Runs the control plane alone; without --kubeconfig and --manifests it is that of the cluster it runs in.",
        footer = {"", "Example: ./sluice control-plane --kubeconfig ~/.kube/config --publish-status-address 192.0.2.10"
        })
final class ControlPlaneCommand implements Callable<Integer> {
    @Mixin
    private final SourceFlags source = new SourceFlags();

    @Mixin
    private final ControlPlaneFlags ports = new ControlPlaneFlags();

    @Mixin
    private final ClusterFlags cluster = new ClusterFlags();

    @Mixin
    private final TranslationFlags translation = new TranslationFlags();

    @Mixin
    private final ConfigFlag config = new ConfigFlag();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        source.onlyOne();
        Flags flags = Flags.over(config.file);
        ports.into(flags);
        cluster.into(flags);
        translation.into(flags);
        Config all = flags.config();
        Runner runner = new Runner(spec.commandLine().getOut());
        try {
            ControlPlane controlPlane = runner.controlPlane(all, source.open(all));
            Listening.controlPlane(runner, controlPlane);
            return runner.untilTold();
        } finally {
            runner.close();
        }
    }
}
