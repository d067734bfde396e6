package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the control plane's packages may know of each other and of the world. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PURE = {
        "dev.sluice.key..", "dev.sluice.resource..", "dev.sluice.state..", "dev.sluice.translate.."
    };

    @ArchTest
    static final ArchRule STATE_AND_TRANSLATION_KNOW_ONLY_THE_MODEL = classes()
            .that()
            .resideInAnyPackage("dev.sluice.state..", "dev.sluice.translate..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sluice.key..",
                    "dev.sluice.resource..",
                    "dev.sluice.identity..", // reads PEM
                    "dev.sluice.state..",
                    "dev.sluice.translate..",
                    "java..",
                    "org.pcollections..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule PURE_PARTS_HAVE_NO_CLOCK_AND_NO_IO = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.file..", "java.util.concurrent..", "java.time.temporal..")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Instant")
            .because("equal state and memory give an equal table on every replica");

    @ArchTest
    static final ArchRule THE_BOOK_OF_RECEIPTS_IS_PURE = noClasses()
            .that()
            .resideInAPackage("dev.sluice.receipt.book..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "akka..", "io.fabric8..", "io.micrometer..", "org.slf4j..", "java.io..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .because("what is live is decided by values alone");

    @ArchTest
    static final ArchRule ONLY_THE_EDGES_SEE_THE_KUBERNETES_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.sluice.watch..",
                    "dev.sluice.status..",
                    "dev.sluice.cluster.kubernetes..",
                    "dev.sluice.rollout.kubernetes..",
                    "dev.sluice.access.kubernetes..",
                    "dev.sluice.claim.kubernetes..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..")
            .because("objects become small records at the edge");

    @ArchTest
    static final ArchRule STATE_KNOWS_NO_LATER_STAGE = noClasses()
            .that()
            .resideInAPackage("dev.sluice.state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sluice.translate..", "dev.sluice.watch..", "dev.sluice.publish..");

    @ArchTest
    static final ArchRule NO_PACKAGE_NEEDS_ITSELF_IN_A_CIRCLE =
            slices().matching("dev.sluice.(**)").should().beFreeOfCycles();
}
