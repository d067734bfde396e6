package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The picture of the data plane: which stage may know what. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    private static final String[] PURE = {
        "dev.sluice.match..",
        "dev.sluice.compile..",
        "dev.sluice.policy..",
        "dev.sluice.balance..",
        "dev.sluice.http..",
        "dev.sluice.tls..",
        "dev.sluice.address..",
        "dev.sluice.origin..",
        "dev.sluice.proxyprotocol.."
    };

    @ArchTest
    static final ArchRule PURE_STAGES_KNOW_NO_ENGINE_NO_LOG_AND_NO_NETWORK = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "akka..",
                    "io.netty..",
                    "io.fabric8..",
                    "org.slf4j..",
                    "io.grpc..",
                    "com.google.protobuf..",
                    "scala..")
            .because("they are tested and measured as functions of values");

    @ArchTest
    static final ArchRule THE_PIPELINE_KNOWS_NO_ENGINE = noClasses()
            .that()
            .resideInAPackage("dev.sluice.forward..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka..", "io.netty..", "dev.sluice.engine..", "dev.sluice.sync..", "io.grpc..")
            .because("it is written once for every engine");

    @ArchTest
    static final ArchRule ONLY_ITS_ENGINE_SEES_NETTY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.engine.netty..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule ONLY_ITS_ENGINE_SEES_AKKA = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.engine.akkahttp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("akka..");

    @ArchTest
    static final ArchRule ONLY_SYNC_FOLLOWS_THE_STREAM = noClasses()
            .that()
            .resideOutsideOfPackages("dev.sluice.sync..", "dev.sluice.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.grpc..");

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_COMPOSITION = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.dataplane..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.sluice.dataplane..");

    @ArchTest
    static final ArchRule STAGES_HAVE_NO_CYCLES =
            slices().matching("dev.sluice.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void everyPackageSaysThatNothingIsNullUnlessSaidSo(JavaClasses imported) {
        classes()
                .that()
                .resideOutsideOfPackage("dev.sluice.wire.v1..") // generated
                .should(new ArchCondition<JavaClass>("be in a package with a package-info that is @NullMarked") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                        events.add(new SimpleConditionEvent(type, marked, type.getPackageName()));
                    }
                })
                .check(imported);
    }
}
