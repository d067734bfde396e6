package dev.sluice.cli;

import dev.sluice.certificate.Issuing;
import dev.sluice.certificate.SecretFolder;
import dev.sluice.certificate.SecretName;
import dev.sluice.certificate.Subject;
import dev.sluice.certificate.Wishes;
import dev.sluice.watch.kubernetes.ClusterAccess;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes and renews the certificates of the planes in a cluster where nobody else does. */
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the Secrets with which the planes prove who they are.",
            "These are an authority, certificates, and the key of the states on disk. What is there and good stays; run"
                    + " it daily, so that nothing ends. Without --kubeconfig it is those of the cluster it runs in."
        },
        footer = {
            "",
            "Example: ./sluice certificates --kubeconfig ~/.kube/config --authority sluice-system/sluice-authority"
                    + " --data-plane sluice-ingress/sluice-data-plane-tls=spiffe://sluice/fleet/default"
        })
final class CertificatesCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 3650;

    @Option(
            names = "--authority",
            paramLabel = "NAMESPACE/SECRET",
            required = true,
            description = "Where the authority and its key are kept. Nothing but this command need read it.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String authority;

    @Option(
            names = "--control-plane",
            paramLabel = "NAMESPACE/SECRET=HOST[+HOST]",
            description = "A certificate for control planes: the names under which they are reached.")
    private List<String> controlPlanes = List.of();

    @Option(
            names = "--data-plane",
            paramLabel = "NAMESPACE/SECRET=URI",
            description = "A certificate for data planes: who they are, as spiffe://sluice/fleet/default.")
    private List<String> dataPlanes = List.of();

    @Option(
            names = "--state-key",
            paramLabel = "NAMESPACE/SECRET",
            description = "A random key for the last good states on disk (SLUICE_STATE_KEY_FILE), made once.")
    private List<String> stateKeys = List.of();

    @Option(names = "--days", paramLabel = "DAYS", description = "For which certificates are good. Default 90.")
    private int days = 90;

    @Option(
            names = "--renew-before",
            paramLabel = "DAYS",
            description = "When so many are left, they are made anew. Default 30.")
    private int renewBefore = 30;

    @Option(
            names = "--exchange-authority",
            description = "Announces a new authority, which signs when this is run again 10 minutes later or more.")
    private boolean exchange;

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "The API server of its current context.")
    @Nullable
    private Path kubeconfig;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Wishes wishes = wishes();
        try (KubernetesClient client = ClusterAccess.connect(Optional.ofNullable(kubeconfig))) {
            Issuing.run(new SecretFolder(client), wishes, Instant.now(), out::println);
        }
        out.flush();
        return 0;
    }

    private Wishes wishes() {
        if (days < 1 || days > MOST_DAYS) {
            throw new UserError("--days=" + days + ": expected 1 to " + MOST_DAYS);
        }
        if (renewBefore < 0 || renewBefore >= days) {
            throw new UserError("--renew-before=" + renewBefore + ": expected 0 or more, and less than --days=" + days);
        }
        Map<SecretName, Subject> holders = new LinkedHashMap<>();
        controlPlanes.forEach(text -> holder("--control-plane", text, CertificatesCommand::server, holders));
        dataPlanes.forEach(text -> holder("--data-plane", text, CertificatesCommand::client, holders));
        return new Wishes(
                name("--authority", authority),
                holders,
                stateKeys.stream().map(text -> name("--state-key", text)).toList(),
                Duration.ofDays(days),
                Duration.ofDays(renewBefore),
                Duration.ofDays(MOST_DAYS),
                exchange);
    }

    private static void holder(
            String flag, String text, Function<String, Subject> subject, Map<SecretName, Subject> holders) {
        int equals = text.indexOf('=');
        if (equals < 0 || equals == text.length() - 1) {
            throw new UserError(flag + "=" + text + ": expected NAMESPACE/SECRET=NAME");
        }
        SecretName name = name(flag, text.substring(0, equals));
        if (holders.put(name, subject.apply(text.substring(equals + 1))) != null) {
            throw new UserError(flag + "=" + text + ": expected " + name + " once");
        }
    }

    private static SecretName name(String flag, String text) {
        try {
            return SecretName.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserError(flag + "=" + e.getMessage());
        }
    }

    private static Subject server(String hosts) {
        List<String> all = List.of(hosts.split("\\+"));
        return new Subject.Server(all.getFirst(), all);
    }

    private static Subject client(String uri) {
        if (!uri.startsWith("spiffe://")) {
            throw new UserError("--data-plane: '" + uri + "': expected a URI that begins with spiffe://");
        }
        return new Subject.Client(uri, uri);
    }
}
