package dev.sluice.publish;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may see which library on the way from the state to a data plane. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class PublishArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_THE_STATUS_API_SEES_AKKA_HTTP = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("akka.http..");

    @ArchTest
    static final ArchRule ONLY_PUBLISHING_SEES_GRPC = noClasses()
            .that()
            .resideOutsideOfPackages("dev.sluice.publish..", "dev.sluice.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.grpc..");

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_COMPOSITION = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.controlplane..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.sluice.controlplane..");

    @ArchTest
    static final ArchRule PUBLISHING_KNOWS_NEITHER_STATUS_NOR_API = noClasses()
            .that()
            .resideInAPackage("dev.sluice.publish..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sluice.api..", "dev.sluice.status..");
}
