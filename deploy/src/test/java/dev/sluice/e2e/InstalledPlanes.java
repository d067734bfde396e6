package dev.sluice.e2e;

import dev.sluice.install.Installation;
import dev.sluice.install.Installation.Container;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts processes as the Pods of an installation would: with their arguments, variables, settings and Secrets. Only what a
 * kubelet and a network would give is put in by the test: addresses, folders, tokens.
 */
final class InstalledPlanes {
    private static final Path SLUICE = SluiceProcess.home().resolve("sluice");

    private final Installation installation;
    private final ApiServer api;
    private final Path work;

    InstalledPlanes(Installation installation, ApiServer api, Path work) {
        this.installation = installation;
        this.api = api;
        this.work = work;
    }

    private Container container(String plane) {
        return installation
                .containers()
                .filter(each -> each.plane().equals(plane))
                .findFirst()
                .orElseThrow();
    }

    /** The Job, to its end. */
    String certificates() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("certificates"));
        arguments.addAll(container("certificates").arguments());
        arguments.add("--kubeconfig=" + kubeconfig("certificates", "sluice-certificates"));
        try (SluiceProcess job = start(container("certificates"), arguments, Map.of())) {
            if (job.exitStatus() != 0) {
                throw new AssertionError(job.output());
            }
            return job.output();
        }
    }

    private Path kubeconfig(String name, String account) throws IOException {
        return api.kubeconfig(work.resolve(name), api.token("sluice-system", account));
    }

    /** @param host an address of loopback that is the Pod's */
    SluiceProcess controlPlane(String host) throws IOException {
        Path folder = Files.createDirectories(work.resolve(host));
        secret("sluice-system", "sluice-control-plane-tls", folder.resolve("tls"));
        map("sluice-data-planes", folder.resolve("data-planes"));
        map("sluice-control-plane", folder.resolve("control-plane"));
        Path settings = folder.resolve("control-plane/sluice.conf");
        Files.writeString(settings, Files.readString(settings).replace("/etc/sluice", folder.toString()));
        List<String> arguments = new ArrayList<>(List.of("control-plane"));
        for (String argument : container("control-plane").arguments()) {
            arguments.add(argument.replace("$(POD_IP)", host)
                    .replace("=0.0.0.0", "=" + host)
                    .replace("/etc/sluice", folder.toString())
                    .replace("--cluster-service=", "--cluster-service=sluice-system/"));
        }
        arguments.add("--kubeconfig=" + kubeconfig(host, "sluice-control-plane"));
        return start(
                container("control-plane"),
                arguments,
                Map.of(
                        "SLUICE__CONTROL_PLANE__ROLLOUT__NAMESPACE", "sluice-system",
                        "SLUICE__CONTROL_PLANE__REPLICA__NAME", host,
                        "SLUICE__CONTROL_PLANE__RECEIPTS__NOT_LIVE_AFTER", "1s"));
    }

    SluiceProcess dataPlane(String name, List<String> controlPlanes) throws IOException {
        Path folder = Files.createDirectories(work.resolve(name));
        secret("sluice-ingress", "sluice-data-plane-tls", folder.resolve("tls"));
        secret("sluice-ingress", "sluice-state-key", folder.resolve("state-key"));
        String service = "sluice-control-plane.sluice-system.svc";
        List<String> arguments = new ArrayList<>(List.of("data-plane"));
        for (String argument : container("data-plane").arguments()) {
            arguments.add(argument.replace("$(NODE)", name)
                    .replace("/etc/sluice", folder.toString())
                    .replace("/var/lib/sluice", folder.resolve("state").toString())
                    .replace(service + ":7070", String.join(",", controlPlanes)));
        }
        arguments.addAll(List.of("--control-plane-name=" + service, "--bind=127.0.0.1", "--access-log=off"));
        arguments.addAll(List.of("--http-port=0", "--https-port=0", "--admin-port=0"));
        return start(
                container("data-plane"),
                arguments,
                Map.of(
                        "SLUICE_STATE_KEY_FILE",
                        folder.resolve("state-key/key").toString(),
                        "SLUICE__DATA_PLANE__DRAIN__GRACE",
                        "0s"));
    }

    private static SluiceProcess start(Container container, List<String> arguments, Map<String, String> more)
            throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("SLUICE_AOT", "off"));
        container.container().path("env").forEach(variable -> {
            if (variable.has("value")) {
                environment.put(
                        variable.path("name").asText(), variable.path("value").asText());
            }
        });
        environment.putAll(more);
        return SluiceProcess.start(SLUICE, environment, arguments.toArray(String[]::new));
    }

    /** As a volume shows it. */
    private void secret(String namespace, String name, Path folder) throws IOException {
        Secret secret =
                api.client().secrets().inNamespace(namespace).withName(name).get();
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : secret.getData().entrySet()) {
            Files.write(folder.resolve(file.getKey()), Base64.getDecoder().decode(file.getValue()));
        }
    }

    private void map(String name, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, String> data = api.client()
                .configMaps()
                .inNamespace("sluice-system")
                .withName(name)
                .get()
                .getData();
        for (Map.Entry<String, String> file : data.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
