package dev.sluice.e2e;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * kube-apiserver and etcd from the folder that {@code KUBEBUILDER_ASSETS} names (the convention of controller-runtime's
 * envtest), on loopback, with a state of their own.
 */
final class RealApiServer implements ApiServer {
    private static final String TOKEN = "sluice-test";

    private final Path work;
    private final int port;
    private final Process etcd;
    private final List<String> command;
    private Process server;
    private final KubernetesClient client;

    RealApiServer(Path assets) throws IOException {
        work = Files.createTempDirectory("sluice-apiserver");
        int etcdPort = freePort();
        port = freePort();
        etcd = start(
                "etcd",
                List.of(
                        assets.resolve("etcd").toString(),
                        "--data-dir=" + work.resolve("etcd"),
                        "--listen-client-urls=http://127.0.0.1:" + etcdPort,
                        "--advertise-client-urls=http://127.0.0.1:" + etcdPort,
                        "--listen-peer-urls=http://127.0.0.1:" + freePort(),
                        "--unsafe-no-fsync=true"));
        Path keys = serviceAccountKeys();
        Path tokens = Files.writeString(work.resolve("tokens.csv"), TOKEN + ",admin,admin,\"system:masters\"\n");
        command = List.of(
                assets.resolve("kube-apiserver").toString(),
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + work.resolve("certificates"),
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://127.0.0.1:" + port + "/",
                "--service-account-key-file=" + keys.resolve("public.pem"),
                "--service-account-signing-key-file=" + keys.resolve("private.pem"),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--disable-admission-plugins=ServiceAccount");
        server = start("kube-apiserver", command);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig(work))))
                .build();
        Eventually.within(Duration.ofSeconds(60), "the API server is ready", this::ready);
    }

    @Override
    public void stop() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    @Override
    public void startAgain() throws IOException {
        server = start("kube-apiserver", command);
        Eventually.within(Duration.ofSeconds(60), "the API server is ready again", this::ready);
    }

    private boolean ready() {
        try {
            return "ok".equals(client.raw("/readyz"));
        } catch (RuntimeException e) {
            return false; // not listening yet
        }
    }

    private Process start(String name, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        work.resolve(name + ".log").toFile()))
                .start();
    }

    private Path serviceAccountKeys() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            Files.writeString(
                    work.resolve("private.pem"),
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.writeString(
                    work.resolve("public.pem"),
                    pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            return work;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static String pem(String kind, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    private static int freePort() throws IOException {
        return LastingPort.free(InetAddress.getByName("127.0.0.1"));
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Path kubeconfig(Path directory) throws IOException {
        return kubeconfig(directory, TOKEN);
    }

    @Override
    public Path kubeconfig(Path directory, String token) throws IOException {
        return Kubeconfig.write(directory, "https://127.0.0.1:" + port, token);
    }

    @Override
    public String token(String namespace, String account) {
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(account)
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken();
    }

    @Override
    public void close() {
        client.close();
        for (Process process : List.of(server, etcd)) {
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }

    @Override
    public String toString() {
        return "kube-apiserver";
    }
}
