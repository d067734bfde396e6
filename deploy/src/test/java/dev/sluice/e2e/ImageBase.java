package dev.sluice.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A base that has no files: a layer that is an empty tar, and what an image says about itself. For two architectures. */
final class ImageBase {
    static final List<String> ARCHITECTURES = List.of("amd64", "arm64");
    static final String PATH = "PATH=/opt/java/openjdk/bin:/usr/bin:/bin";

    private static final String TYPE = "application/vnd.oci.image.";
    /** Two blocks of zeros end a tar (POSIX.1, pax interchange format). */
    private static final byte[] LAYER = new byte[1024];

    private ImageBase() {}

    private static byte[] configuration(String architecture) {
        return ImageRegistry.utf8("""
                {"architecture":"%s","os":"linux","config":{"Env":["%s"]},
                 "rootfs":{"type":"layers","diff_ids":["%s"]},"history":[]}""".formatted(architecture, PATH, ImageRegistry.digest(LAYER)));
    }

    /** Puts it into a registry, and says under which digest its index is there. */
    static String into(ImageRegistry registry, String image) throws IOException {
        byte[] layer = gzip(LAYER);
        String layers = descriptor("layer.v1.tar+gzip", registry.blob(layer), layer.length, "");
        StringBuilder list = new StringBuilder();
        for (String architecture : ARCHITECTURES) {
            byte[] about = configuration(architecture);
            byte[] manifest =
                    ImageRegistry.utf8("{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "manifest.v1+json\",\"config\":"
                            + descriptor("config.v1+json", registry.blob(about), about.length, "") + ",\"layers\":["
                            + layers + "]}");
            String digest = registry.manifest(image, new ImageRegistry.Manifest(TYPE + "manifest.v1+json", manifest));
            list.append(list.isEmpty() ? "" : ",")
                    .append(descriptor(
                            "manifest.v1+json",
                            digest,
                            manifest.length,
                            ",\"platform\":{\"architecture\":\"" + architecture + "\",\"os\":\"linux\"}"));
        }
        byte[] index = ImageRegistry.utf8(
                "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "index.v1+json\",\"manifests\":[" + list + "]}");
        return registry.manifest(image, new ImageRegistry.Manifest(TYPE + "index.v1+json", index));
    }

    private static String descriptor(String type, String digest, int size, String more) {
        return "{\"mediaType\":\"" + TYPE + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + more + "}";
    }

    /** A tar as {@code docker save} writes it, of one architecture; made by the program tar. */
    static Path tar(Path work, String architecture) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(work.resolve("base"));
        Files.write(folder.resolve("layer.tar"), LAYER);
        Files.write(folder.resolve("about.json"), configuration(architecture));
        Files.writeString(
                folder.resolve("manifest.json"),
                "[{\"Config\":\"about.json\",\"RepoTags\":[\"base:1\"],\"Layers\":[\"layer.tar\"]}]");
        Path tar = work.resolve("base.tar");
        String said = Programs.run(
                "tar", "-C", folder.toString(), "-cf", tar.toString(), "manifest.json", "about.json", "layer.tar");
        if (!said.isEmpty()) {
            throw new IOException(said);
        }
        return tar;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
