package dev.sluice.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority of a test, made with the JDK's keytool. */
final class Authority {
    private static final String PASSWORD = "changeit";

    private final Path directory;

    Authority(Path directory, String name) throws Exception {
        this.directory = Files.createDirectories(directory.resolve(name));
        keytool(
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=" + name,
                "-ext",
                "bc:c",
                "-alias",
                "ca");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", ca().toString());
    }

    Path ca() {
        return directory.resolve("ca.crt");
    }

    /** Puts a new key and a certificate for it into a folder, as {@code tls.key} and {@code tls.crt}, each at once. */
    void issue(Path folder, String name) throws Exception {
        String alias = name + System.nanoTime();
        Path request = directory.resolve(alias + ".csr");
        Path certificate = directory.resolve(alias + ".crt");
        keytool("-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=" + name, "-alias", alias);
        keytool("-certreq", "-alias", alias, "-file", request.toString());
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-ext",
                "san=dns:" + name,
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString());
        Files.createDirectories(folder);
        Path key = Files.writeString(directory.resolve(alias + ".key"), key(alias));
        Files.move(key, folder.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.move(
                certificate,
                folder.resolve("tls.crt"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private String key(String alias) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(directory.resolve("store.p12").toFile(), PASSWORD.toCharArray());
        byte[] encoded = store.getKey(alias, PASSWORD.toCharArray()).getEncoded();
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore",
                directory.resolve("store.p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool " + arguments[0] + ": " + said);
        }
    }
}
