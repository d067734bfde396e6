package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What policies and the exchange may know: neither an engine, nor a logger, nor a metrics library. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ForwardingStagesTest {
    @ArchTest
    static final ArchRule POLICIES_KNOW_HEADS_AND_THEIR_CONFIGURATION = classes()
            .that()
            .resideInAPackage("dev.sluice.policy..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sluice.policy..", "dev.sluice.http..", "dev.sluice.resource..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_EXCHANGE_KNOWS_NO_ENGINE = classes()
            .that()
            .resideInAPackage("dev.sluice.forward..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sluice.forward..",
                    "dev.sluice.policy..",
                    "dev.sluice.match..",
                    "dev.sluice.compile..",
                    "dev.sluice.balance..",
                    "dev.sluice.origin..",
                    "dev.sluice.tls..",
                    "dev.sluice.proxyprotocol..",
                    "dev.sluice.http..",
                    "dev.sluice.resource..",
                    "dev.sluice.key..",
                    "java..",
                    "org.jspecify..");
}
