package dev.sluice.demo;

import dev.sluice.state.ObservedService;
import dev.sluice.watch.manifest.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Plays the part of the cluster for {@code ./sluice demo}: two echo backends for every Service of the manifests, and the
 * EndpointSlices that the endpoint controller would write for them.
 */
public final class Pods implements AutoCloseable {
    private static final int EACH = 2;

    private final List<EchoBackend> backends = new ArrayList<>();
    private final StringBuilder slices = new StringBuilder();

    private Pods() {}

    /**
     * Starts the backends of all Services in the files of {@code manifests} and writes their slices to {@code slicesFile}.
     *
     * @throws IOException if a file cannot be read or written
     */
    public static Pods start(Path manifests, Path slicesFile) throws IOException {
        Pods pods = new Pods();
        try {
            for (ObservedService service : services(manifests)) {
                pods.run(service);
            }
            Files.writeString(slicesFile, pods.slices);
            return pods;
        } catch (IOException | RuntimeException e) {
            pods.close();
            throw e;
        }
    }

    private static List<ObservedService> services(Path manifests) throws IOException {
        List<ObservedService> services = new ArrayList<>();
        try (Stream<Path> files = Files.list(manifests)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                ManifestReader.read(file.getFileName().toString(), Files.readString(file)).objects().stream()
                        .filter(ObservedService.class::isInstance)
                        .map(ObservedService.class::cast)
                        .filter(service -> service.type() != ObservedService.Type.EXTERNAL_NAME)
                        .forEach(services::add);
            }
        }
        return services;
    }

    private void run(ObservedService service) throws IOException {
        for (int pod = 0; pod < EACH; pod++) {
            EchoBackend backend = EchoBackend.start(service.key().name() + "-" + pod);
            backends.add(backend);
            slice(service, pod, backend.port());
        }
    }

    /** One slice a pod: each has a port of its own on the one address that all machines have. */
    private void slice(ObservedService service, int pod, int port) {
        slices.append("---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n")
                .append("  namespace: " + service.key().namespace() + "\n")
                .append("  name: " + service.key().name() + "-" + pod + "\n")
                .append("  labels: {kubernetes.io/service-name: "
                        + service.key().name() + "}\n")
                .append(
                        "addressType: IPv4\nendpoints:\n  - addresses: [127.0.0.1]\n    conditions: {ready: true}\nports:\n");
        service.ports().forEach(each -> slices.append("  - {name: '" + each.name() + "', port: " + port + "}\n"));
    }

    /** How many backends run. */
    public int count() {
        return backends.size();
    }

    @Override
    public void close() {
        backends.forEach(EchoBackend::close);
    }
}
