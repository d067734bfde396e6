package dev.sluice.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority that issues certificates for tests, made by the JDK's own {@code keytool}. */
public final class TestAuthority {
    private static final String PASSWORD = "changeit";
    private static final long KEYTOOL_SECONDS = 60;

    private final Path folder;
    private final Path store;

    private TestAuthority(Path folder, Path store) {
        this.folder = folder;
        this.store = store;
    }

    /** PEM files with certificate and key of one holder. */
    public record Issued(Path certificate, Path key) {
        /** With the authorities whom the holder believes. */
        public TlsFiles believing(Path authorities) {
            return new TlsFiles(certificate, key, authorities);
        }
    }

    /** @param folder where everything is written, below a folder of the authority's name */
    public static TestAuthority make(Path folder, String name) throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve(name));
        TestAuthority authority = new TestAuthority(own, own.resolve("store.p12"));
        authority.keytool("-alias", "ca", "-dname", "CN=" + name, "-ext", "bc:c", "-validity", "2");
        authority.write("ca");
        return authority;
    }

    /** PEM, of the authority itself. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** @param alternatives as {@code dns:a.example}, {@code uri:spiffe://a/b} or {@code ip:127.0.0.1}; none if empty */
    public Issued issue(String name, String... alternatives) throws IOException, InterruptedException {
        return issue(name, "-1d", "EC", alternatives);
    }

    /** One below an intermediate authority that is made for it. */
    public Issued issueBelow(String intermediate, String name) throws IOException, InterruptedException {
        keytool(
                "-alias",
                intermediate,
                "-signer",
                "ca",
                "-dname",
                "CN=" + intermediate,
                "-ext",
                "bc:c",
                "-validity",
                "2");
        keytool("-alias", name, "-signer", intermediate, "-dname", "CN=" + name, "-startdate", "-1d", "-validity", "2");
        return write(name);
    }

    /** One that ended yesterday. */
    public Issued issueExpired(String name, String... alternatives) throws IOException, InterruptedException {
        return issue(name, "-3d", "EC", alternatives);
    }

    /** @param algorithm as {@code RSA}, {@code EC} or {@code Ed25519} */
    public Issued issueWithKey(String name, String algorithm, String... alternatives)
            throws IOException, InterruptedException {
        return issue(name, "-1d", algorithm, alternatives);
    }

    /** PEM of a list in which these are taken back, for two days. */
    public String revoking(Issued... issued) throws IOException, InterruptedException, InvalidCredentials {
        Path list = folder.resolve("ca.crl");
        List<String> arguments =
                new ArrayList<>(List.of("-rfc", "-alias", "ca", "-validity", "2", "-file", list.toString()));
        for (Issued one : issued) {
            arguments.addAll(List.of(
                    "-id",
                    PemCertificates.read(Files.readAllBytes(one.certificate()), "certificate")
                            .get(0)
                            .getSerialNumber()
                            .toString()));
        }
        run("-gencrl", arguments);
        return Files.readString(list);
    }

    private Issued issue(String name, String start, String algorithm, String... alternatives)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-alias", name, "-signer", "ca", "-dname", "CN=" + name));
        if (alternatives.length > 0) {
            arguments.addAll(List.of("-ext", "san=" + String.join(",", alternatives)));
        }
        arguments.addAll(List.of("-startdate", start, "-validity", "2", "-keyalg", algorithm));
        keytool(arguments.toArray(String[]::new));
        return write(name);
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("-keyalg")) {
            all.addAll(List.of("-keyalg", "EC"));
        }
        run("-genkeypair", all);
    }

    private void run(String order, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", // with these, half of the CPU
                "-J-XX:+UseSerialGC",
                order,
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(arguments);
        Path output = folder.resolve("keytool.out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool: " + Files.readString(output));
        }
    }

    private Issued write(String alias) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            StringBuilder chain = new StringBuilder();
            for (Certificate certificate : keys.getCertificateChain(alias)) {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            Key key = keys.getKey(alias, PASSWORD.toCharArray());
            return new Issued(
                    Files.writeString(folder.resolve(alias + ".pem"), chain),
                    Files.writeString(folder.resolve(alias + ".key"), pem("PRIVATE KEY", key.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** One block. */
    static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }
}
