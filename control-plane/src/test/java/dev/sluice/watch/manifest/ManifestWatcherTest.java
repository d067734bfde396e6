package dev.sluice.watch.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.WatchKey;
import dev.sluice.state.Flaw;
import dev.sluice.state.ObjectEvent;
import dev.sluice.state.ObservedIngress;
import dev.sluice.state.ObservedIngressClass;
import dev.sluice.state.ObservedService;
import dev.sluice.watch.SeenEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real directory, a real file system, real time: every wait ends with the event it waits for. */
class ManifestWatcherTest {
    private static final WatchKey INGRESSES = new WatchKey(ObjectKind.INGRESS, "");
    private static final ObjectKey WEB = service("web");
    private static final ObjectKey API = service("api");

    @TempDir
    Path directory;

    private final SeenEvents events = new SeenEvents();
    private Optional<ManifestWatcher> watcher = Optional.empty();

    @AfterEach
    void close() {
        watcher.ifPresent(ManifestWatcher::close);
    }

    @Test
    void anEmptyDirectorySyncsEveryKindAndBringsTheImplicitClass() throws Exception {
        start();
        ObjectKey sluice = ObjectKey.clusterScoped(ObjectKind.INGRESS_CLASS, "sluice");
        assertThat(events.awaitApplied(sluice)).isInstanceOfSatisfying(ObservedIngressClass.class, found -> {
            assertThat(found.controller()).isEqualTo("sluice.dev/ingress-controller");
            assertThat(found.isDefault()).isTrue();
        });
        events.awaitSynced(INGRESSES);
        assertThat(events.taken())
                .filteredOn(ObjectEvent.Synced.class::isInstance)
                .extracting(ObjectEvent::watch)
                .containsExactlyInAnyOrderElementsOf(watcher.orElseThrow().watches());
    }

    @Test
    void aMissingDirectoryIsAnErrorThatNamesIt() {
        Path missing = directory.resolve("nowhere");
        assertThatThrownBy(() -> new ManifestWatcher(ManifestWatcher.Settings.of(missing)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void filesInSubdirectoriesAreReadAndHiddenOnesAreNot() throws Exception {
        write("team/a.yaml", service("web", 80));
        write(".git/b.yaml", service("api", 80));
        write("c.yaml~", service("api", 80));
        start();
        events.awaitApplied(WEB);
        events.awaitSynced(INGRESSES);
        assertThat(events.taken())
                .noneMatch(event -> event instanceof ObjectEvent.Applied applied
                        && applied.object().key().equals(API));
    }

    @Test
    void aFileSavedInPlaceIsLiveInUnderASecondAndOnlyItsChangeIsTold() throws Exception {
        write("a.yaml", service("web", 80) + "---\n" + service("api", 80));
        startAndSync();
        long begun = System.nanoTime();
        write("a.yaml", service("web", 81) + "---\n" + service("api", 80));
        assertThat(port(events.awaitApplied(WEB))).isEqualTo(81);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(events.taken()).hasSize(1);
    }

    @Test
    void aFileRenamedIntoPlaceIsRead() throws Exception {
        write("a.yaml", service("web", 80));
        startAndSync();
        write("a.yaml.tmp", service("web", 82));
        Files.move(path("a.yaml.tmp"), path("a.yaml"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(port(events.awaitApplied(WEB))).isEqualTo(82);
    }

    @Test
    void aSubdirectoryMadeLaterIsWatchedToo() throws Exception {
        startAndSync();
        write("late/deep/a.yaml", service("web", 80));
        events.awaitApplied(WEB);
        write("late/deep/a.yaml", service("web", 81));
        assertThat(port(events.awaitApplied(WEB))).isEqualTo(81);
    }

    @Test
    void aFileThatDoesNotParseKeepsItsLastContentAndIsNamedWithTheLineUntilItIsMended() throws Exception {
        write("a.yaml", service("web", 80));
        startAndSync();
        write("a.yaml", service("web", 81) + "---\nkind: {");
        ObjectEvent.SourceFaults broken = events.await(ObjectEvent.SourceFaults.class, event -> true);
        assertThat(broken.source()).isEqualTo("a.yaml");
        assertThat(broken.faults()).singleElement().satisfies(flaw -> {
            assertThat(flaw.where()).startsWith("a.yaml:");
            assertThat(flaw.expected()).isNotEmpty();
        });
        assertThat(events.taken()).hasSize(1);
        write("a.yaml", service("web", 82));
        assertThat(port(events.awaitApplied(WEB))).isEqualTo(82);
        assertThat(events.await(ObjectEvent.SourceFaults.class, event -> true).faults())
                .isEmpty();
    }

    @Test
    void anInvalidDocumentConcernsOnlyItsOwnObject() throws Exception {
        write("a.yaml", service("web", 80) + "---\n" + service("api", 80));
        startAndSync();
        write("a.yaml", service("web", 70_000) + "---\n" + service("api", 81));
        assertThat(port(events.awaitApplied(API))).isEqualTo(81);
        assertThat(events.awaitApplied(WEB).flaws()).singleElement().satisfies(flaw -> {
            assertThat(flaw.field()).isEqualTo("spec.ports[0].port");
            assertThat(flaw.found()).isEqualTo("70000");
            assertThat(flaw.where()).isEqualTo("a.yaml:4");
        });
    }

    @Test
    void aDeletedFileTakesItsObjectsWithIt() throws Exception {
        write("a.yaml", service("web", 80));
        write("b.yaml", service("api", 80));
        startAndSync();
        Files.delete(path("a.yaml"));
        events.awaitDeleted(WEB);
        assertThat(events.taken()).hasSize(1);
    }

    @Test
    void theSwapOfALinkedDirectoryAsKubernetesDoesItIsSeen() throws Exception {
        write("..1/a.yaml", service("web", 80));
        write("..2/a.yaml", service("web", 83));
        Files.createSymbolicLink(path("..data"), Path.of("..1"));
        Files.createSymbolicLink(path("a.yaml"), Path.of("..data", "a.yaml"));
        startAndSync();
        Files.createSymbolicLink(path("..data_tmp"), Path.of("..2"));
        Files.move(path("..data_tmp"), path("..data"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(port(events.awaitApplied(WEB))).isEqualTo(83);
    }

    @Test
    void aFileIsNotReadWhileItIsStillWritten() throws Exception {
        startAndSync();
        String text = service("web", 80) + "---\n" + service("api", 80);
        try (OutputStream out = Files.newOutputStream(path("a.yaml"))) {
            // Each piece comes well within the still time of the one before: were a half read, web would come alone.
            for (byte letter : text.getBytes(StandardCharsets.UTF_8)) {
                out.write(letter);
            }
        }
        events.awaitApplied(WEB);
        assertThat(events.drain()).noneMatch(ObjectEvent.SourceFaults.class::isInstance);
    }

    @Test
    void ofAnObjectInTwoFilesTheFirstByNameCountsAndTheFaultNamesBoth() throws Exception {
        write("b.yaml", service("web", 2));
        startAndSync();
        write("a.yaml", service("web", 1));
        assertThat(port(events.awaitApplied(WEB))).isEqualTo(1);
        ObjectEvent.SourceFaults twice = events.await(ObjectEvent.SourceFaults.class, event -> true);
        assertThat(twice.source()).isEqualTo("b.yaml");
        assertThat(twice.faults())
                .containsExactly(new Flaw(
                        "",
                        "Service default/web",
                        "the same object stands in a.yaml, which counts; remove one",
                        "b.yaml"));
        Files.delete(path("a.yaml"));
        assertThat(port(events.awaitApplied(WEB))).isEqualTo(2);
    }

    @Test
    void secretsAreToldOnlyWhileSomethingRefersToThem() throws Exception {
        write("a.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: tls}, stringData: {key: one}}");
        startAndSync();
        ObjectKey tls = ObjectKey.of(ObjectKind.SECRET, "default", "tls");
        ObjectKey absent = ObjectKey.of(ObjectKind.SECRET, "default", "absent");
        WatchKey watch = new WatchKey(ObjectKind.SECRET, "default/tls");
        watcher.orElseThrow().follow(Set.of(tls, absent));
        assertThat(events.awaitApplied(tls).valid()).isTrue();
        events.awaitSynced(watch);
        assertThat(events.taken())
                .noneMatch(event -> event instanceof ObjectEvent.Applied applied
                        && applied.object().key().equals(absent));
        write("a.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: tls}, stringData: {key: two}}");
        events.awaitApplied(tls);
        Files.delete(path("a.yaml"));
        events.awaitDeleted(tls);
        watcher.orElseThrow().follow(Set.of());
        events.await(ObjectEvent.Ended.class, event -> event.watch().equals(watch));
    }

    @Test
    void anIngressWithoutClassGetsTheDefaultClassAndOneWithTheOldAnnotationDoesNot() throws Exception {
        String plain = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: plain}\n"
                + "spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}\n";
        String old = plain.replace("{name: plain}", "{name: old, annotations: {kubernetes.io/ingress.class: nginx}}");
        write("a.yaml", plain + "---\n" + old);
        start();
        assertThat(className("old")).isEmpty();
        assertThat(className("plain")).contains("sluice");
    }

    @Test
    void aDirectoryThatVanishesLeavesEverythingInForce() throws Exception {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        Files.writeString(inner.resolve("a.yaml"), service("web", 80));
        directory = inner;
        startAndSync();
        Files.move(inner, inner.resolveSibling("aside"));
        events.await(ObjectEvent.Disconnected.class, event -> event.watch().equals(INGRESSES));
        Files.writeString(inner.resolveSibling("aside").resolve("a.yaml"), service("web", 81));
        Files.move(inner.resolveSibling("aside"), inner);
        assertThat(port(events.awaitApplied(WEB))).isEqualTo(81);
        events.awaitSynced(INGRESSES);
        assertThat(events.taken()).noneMatch(ObjectEvent.Deleted.class::isInstance);
    }

    private Optional<String> className(String ingress) throws InterruptedException {
        return events.awaitApplied(ObjectKey.of(ObjectKind.INGRESS, "default", ingress)) instanceof ObservedIngress seen
                ? seen.className()
                : Optional.empty();
    }

    private void start() {
        ManifestWatcher made = new ManifestWatcher(ManifestWatcher.Settings.of(directory));
        watcher = Optional.of(made);
        made.start(events);
    }

    private void startAndSync() throws InterruptedException {
        start();
        events.awaitSynced(INGRESSES);
        assertThat(events.drain()).isEmpty();
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(path(name).getParent());
        Files.writeString(path(name), text);
    }

    private static int port(Object object) {
        return object instanceof ObservedService seen ? seen.ports().get(0).number() : -1;
    }

    private static ObjectKey service(String name) {
        return ObjectKey.of(ObjectKind.SERVICE, "default", name);
    }

    private static String service(String name, int port) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\nspec: {ports: [{port: " + port + "}]}\n";
    }

    @Test
    void closingEndsTheThread() throws Exception {
        startAndSync();
        watcher.orElseThrow().close();
        write("a.yaml", service("web", 80));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("manifests") && thread.isAlive());
        assertThat(events.drain()).isEqualTo(List.of());
    }
}
