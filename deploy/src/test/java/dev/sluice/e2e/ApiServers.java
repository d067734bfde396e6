package dev.sluice.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of API server that a test runs against: the mock always, a real one where its programs are. */
enum ApiServers {
    MOCK,
    REAL;

    private static boolean said;

    static Stream<ApiServers> available() {
        List<ApiServers> available = new ArrayList<>(List.of(MOCK));
        Path assets = assets();
        if (Files.isExecutable(assets.resolve("kube-apiserver")) && Files.isExecutable(assets.resolve("etcd"))) {
            available.add(REAL);
        } else if (!said) {
            said = true;
            System.out.println(
                    "SKIPPED: tests against a real API server; set KUBEBUILDER_ASSETS to a folder with kube-apiserver and etcd");
        }
        return available.stream();
    }

    ApiServer start() throws java.io.IOException {
        return switch (this) {
            case MOCK -> new MockApiServer();
            case REAL -> new RealApiServer(assets());
        };
    }

    private static Path assets() {
        String assets = System.getenv("KUBEBUILDER_ASSETS");
        return Path.of(assets == null ? "/usr/local/kubebuilder/bin" : assets);
    }
}
