package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.sluice", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** What protoc makes of the .proto files. */
    private static final String GENERATED = "dev.sluice.wire.v1";

    @ArchTest
    static final ArchRule IDENTITIES_STAND_ON_THE_JDK_ALONE = classes()
            .that()
            .resideInAPackage("dev.sluice.key..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.sluice.key..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_MODEL_KNOWS_NO_WIRE_NO_LOG_AND_NO_CLUSTER = classes()
            .that()
            .resideInAPackage("dev.sluice.resource..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sluice.resource..", "dev.sluice.key..", "java..", "org.jspecify..", "org.pcollections..");

    @ArchTest
    static final ArchRule ONLY_THE_WIRE_SEES_PROTOBUF_AND_GRPC = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.protobuf..", "io.grpc..");

    @ArchTest
    static final ArchRule NOTHING_HERE_KNOWS_A_PLANE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka..", "io.fabric8..", "io.netty..", "org.slf4j..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.sluice.(**)").should().beFreeOfCycles();

    @ArchTest
    static void everyPackageSaysItsNullContract(JavaClasses classes) {
        Set<JavaPackage> packages = classes.stream()
                .map(JavaClass::getPackage)
                .filter(each -> !each.getName().equals(GENERATED))
                .collect(Collectors.toSet());

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.isAnnotatedWith(NullMarked.class))
                        .as("package-info of " + each.getName() + " with @NullMarked")
                        .isTrue());
    }
}
