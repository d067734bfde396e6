package dev.sluice.cli;

import com.typesafe.config.Config;
import dev.sluice.controlplane.ControlPlaneSettings;
import dev.sluice.watch.kubernetes.ClusterAccess;
import dev.sluice.watch.kubernetes.KubernetesWatcher;
import dev.sluice.watch.kubernetes.Vigilance;
import dev.sluice.watch.manifest.Admission;
import dev.sluice.watch.manifest.ManifestWatcher;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where objects come from: an API server, or a directory. */
final class SourceFlags {
    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            description = "Take objects from the YAML and JSON files below this directory, and watch them.")
    @Nullable
    Path manifests;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Watch the API server of this file's current context.")
    @Nullable
    Path kubeconfig;

    @Option(
            names = "--watch-namespace",
            paramLabel = "NAMESPACE",
            description = "Of an API server watch this namespace only. Default all.")
    @Nullable
    String watchNamespace;

    /** @throws UserError if both a directory and an API server are named */
    void onlyOne() {
        if (manifests != null && kubeconfig != null) {
            throw new UserError("--manifests and --kubeconfig: expected one of them");
        }
    }

    /** A source and, if it is an API server, the client that also writes statuses. */
    Source open(Config config) {
        return manifests == null ? cluster(config) : directory(manifests, config);
    }

    static Source directory(Path directory, Config config) {
        ManifestWatcher.Settings settings =
                ManifestWatcher.Settings.of(directory).withAdmission(admission(config));
        return new Source(new ManifestWatcher(settings), Optional.empty(), "");
    }

    /** What a cluster would do to manifests, with the class that is configured. */
    static Admission admission(Config config) {
        String ingress = "sluice.control-plane.ingress.";
        return new Admission(
                config.getString(ingress + "ingress-class"), config.getString(ingress + "controller-class"));
    }

    private Source cluster(Config config) {
        Vigilance vigilance = ControlPlaneSettings.of(config).vigilance();
        KubernetesClient client = ClusterAccess.connect(Optional.ofNullable(kubeconfig));
        KubernetesWatcher.Settings settings = watchNamespace == null
                ? KubernetesWatcher.Settings.DEFAULT
                : KubernetesWatcher.Settings.DEFAULT.inNamespace(watchNamespace);
        return new Source(
                new KubernetesWatcher(client, settings.with(vigilance)),
                Optional.of(client),
                watchNamespace == null ? "" : watchNamespace);
    }
}
