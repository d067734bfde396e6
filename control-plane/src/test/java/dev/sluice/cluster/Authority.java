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
        keytool("-dname", "CN=" + name, "-ext", "bc:c", "-alias", "ca");
        Files.writeString(ca(), certificate("ca"));
    }

    Path ca() {
        return directory.resolve("ca.crt");
    }

    /** Puts a new key and a certificate for it into a folder, as {@code tls.key} and {@code tls.crt}, each at once. */
    void issue(Path folder, String name) throws Exception {
        String alias = name + System.nanoTime();
        keytool("-signer", "ca", "-dname", "CN=" + name, "-ext", "san=dns:" + name, "-alias", alias);
        Files.createDirectories(folder);
        put(key(alias), folder.resolve("tls.key"));
        put(certificate(alias), folder.resolve("tls.crt"));
    }

    private void put(String text, Path file) throws IOException {
        Path aside = Files.writeString(directory.resolve("aside"), text);
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private String key(String alias) throws IOException, GeneralSecurityException {
        return pem("PRIVATE KEY", store().getKey(alias, PASSWORD.toCharArray()).getEncoded());
    }

    private String certificate(String alias) throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", store().getCertificate(alias).getEncoded());
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(directory.resolve("store.p12").toFile(), PASSWORD.toCharArray());
    }

    private static String pem(String label, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", // with these, half of the CPU
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048"));
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
