package dev.sluice.bench.load.peer;

import dev.sluice.bench.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The certificate that all proxies show: ECDSA on P-256, signed by itself, for every host of the routes. */
record Certificate(Path chain, Path key, Path both) {

    static Certificate make(Path work) throws IOException, InterruptedException {
        Path chain = work.resolve("tls.crt");
        Path key = work.resolve("tls.key");
        Child.run(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=bench.test",
                "-addext",
                "subjectAltName=DNS:localhost,DNS:*.bench.test",
                "-keyout",
                key.toString(),
                "-out",
                chain.toString()));
        Path both = Files.writeString(work.resolve("both.pem"), Files.readString(chain) + Files.readString(key));
        return new Certificate(chain, key, both);
    }
}
