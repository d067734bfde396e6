package dev.sluice.cli;

import dev.sluice.dataplane.DataPlane;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One proxy. */
@Command(
        name = "data-plane",
        mixinStandardHelpOptions = true,
        description = "Runs one proxy that follows a control plane, and serves on when there is none.",
        footer = {"", "Example: ./sluice data-plane --control-plane 127.0.0.1:7070 --state-dir /var/lib/sluice"})
final class DataPlaneCommand implements Callable<Integer> {
    @Option(
            names = "--control-plane",
            paramLabel = "HOST:PORT[,HOST:PORT]",
            required = true,
            description = "Discovery ports of the control plane's replicas; all addresses of a name are tried.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String controlPlane;

    @Option(names = "--fleet", paramLabel = "NAME", description = "Which table to serve. Default default.")
    @Nullable
    private String fleet;

    @Option(names = "--node", paramLabel = "NAME", description = "Name of this data plane. Default the host's name.")
    @Nullable
    private String node;

    @Mixin
    private final ControlPlaneTlsFlags security = new ControlPlaneTlsFlags();

    @Mixin
    private final DataPlaneFlags ports = new DataPlaneFlags();

    @Mixin
    private final ConfigFlag config = new ConfigFlag();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Flags flags = Flags.over(config.file);
        flags.set("--control-plane", DataPlaneFlags.CONTROL_PLANES, controlPlane);
        flags.set("--fleet", DataPlaneFlags.FLEET, fleet);
        flags.set("--node", DataPlaneFlags.NODE, node);
        security.into(flags);
        ports.into(flags);
        Runner runner = new Runner(spec.commandLine().getOut());
        try {
            DataPlane dataPlane = runner.dataPlane(flags.config());
            Listening.dataPlane(runner, dataPlane);
            dataPlane.whenSucceeded().thenRun(runner::enough);
            return runner.untilTold();
        } finally {
            runner.close();
        }
    }
}
