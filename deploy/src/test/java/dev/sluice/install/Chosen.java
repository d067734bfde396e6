package dev.sluice.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A copy of the tree in which an operator has chosen everything that the comments of an overlay offer (lines that begin with
 * {@code #-}), or cert-manager instead of Sluice's own authority.
 */
final class Chosen {
    private Chosen() {}

    static Stream<Installation> everything() {
        Path tree = copy();
        return Stream.concat(
                Installation.overlays().stream().map(overlay -> options(tree, overlay)),
                Stream.of(certManager(copy()), site()));
    }

    /** What the page on installing tells an operator to write, in a folder beside the tree. */
    static Installation site() {
        String written = Page.read(Page.root().resolve("deploy/docs/install.md")).blocks().stream()
                .filter(block -> block.kind().equals("yaml"))
                .map(block -> String.join("\n", block.lines()))
                .findFirst()
                .orElseThrow();
        try {
            Path folder = Files.createTempDirectory("sluice-site").toRealPath();
            Path tree = folder.relativize(copy().toRealPath());
            Files.writeString(
                    folder.resolve("kustomization.yaml"), written.replace("../deploy/kustomize", tree.toString()));
            return new Installation("of one's own, as on the page", folder, Kustomization.render(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Installation options(Path tree, Path overlay) {
        Path folder = tree.resolve("overlays").resolve(overlay.getFileName());
        rewrite(folder, text -> text.replaceAll("(?m)^( *)#- ", "$1- "));
        return new Installation(folder.getFileName() + " with all options", folder, Kustomization.render(folder));
    }

    private static Installation certManager(Path tree) {
        Path folder = tree.resolve("overlays/loadbalancer");
        rewrite(folder, text -> text.replace("certificates/self-made", "certificates/cert-manager"));
        return new Installation("loadbalancer with cert-manager", folder, Kustomization.render(folder));
    }

    private static void rewrite(Path folder, UnaryOperator<String> change) {
        try {
            Path file = folder.resolve("kustomization.yaml");
            Files.writeString(file, change.apply(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copy() {
        Path source = Installation.tree();
        try (Stream<Path> files = Files.walk(source)) {
            Path target = Files.createTempDirectory("sluice-kustomize");
            for (Path file : files.toList()) {
                Path to = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
