package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** What the stages between resources and requests may know of each other and of the world. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class PureStagesTest {
    private static final String[] MODEL = {
        "dev.sluice.key..", "dev.sluice.resource..", "java..", "org.jspecify..", "org.pcollections.."
    };

    @ArchTest
    static final ArchRule BALANCING_KNOWS_ADDRESSES_ONLY = classes()
            .that()
            .resideInAPackage("dev.sluice.balance..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sluice.balance..", "dev.sluice.resource..", "dev.sluice.tls..", "java..", "org.jspecify..");

    @ArchTest
    static void matchingKnowsHeadsAndPolicies(JavaClasses imported) {
        classes()
                .that()
                .resideInAPackage("dev.sluice.match..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with("dev.sluice.match..", "dev.sluice.policy..", "dev.sluice.http.."))
                .check(imported);
    }

    @ArchTest
    static void compilingKnowsMatchingAndBalancing(JavaClasses imported) {
        classes()
                .that()
                .resideInAPackage("dev.sluice.compile..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(
                        "dev.sluice.compile..",
                        "dev.sluice.match..",
                        "dev.sluice.policy..",
                        "dev.sluice.balance..",
                        "dev.sluice.http..",
                        "dev.sluice.tls..",
                        "dev.sluice.identity.."))
                .check(imported);
    }

    @ArchTest
    static final ArchRule NO_CLOCK_AND_NO_REGULAR_EXPRESSION = noClasses()
            .that()
            .resideInAnyPackage("dev.sluice.match..", "dev.sluice.compile..", "dev.sluice.balance..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.regex..", "java.nio.file..", "java.net.http..")
            .because("equal resources compile to states that answer equally, and requests are matched in one pass");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.sluice.(balance|compile|forward|http|match|policy|tls)..")
            .should()
            .beFreeOfCycles();

    private static String[] with(String... packages) {
        String[] all = Arrays.copyOf(MODEL, MODEL.length + packages.length);
        System.arraycopy(packages, 0, all, MODEL.length, packages.length);
        return all;
    }
}
