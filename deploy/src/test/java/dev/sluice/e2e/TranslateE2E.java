package dev.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./sluice translate}: what manifests mean, for people and scripts. */
class TranslateE2E {
    @TempDir
    Path work;

    @Test
    void prints_the_table_and_exits_0_when_nothing_is_wrong() throws Exception {
        String demo = SluiceProcess.home().resolve("deploy/demo").toString();
        try (SluiceProcess translate =
                SluiceProcess.start("translate", demo + "/class.yaml", demo + "/shop.yaml", demo + "/tenants.yaml")) {
            assertThat(translate.exitStatus()).isZero();
            assertThat(translate.output()).contains("shop.localhost").contains("/api/cart");
        }
    }

    @Test
    void exits_1_when_there_is_an_error_and_names_object_and_field() throws Exception {
        Path file = Files.writeString(work.resolve("bad.yaml"), Manifest.ingress("bad", "bad.test", "/", "nobody"));
        try (SluiceProcess translate = SluiceProcess.start("translate", file.toString())) {
            assertThat(translate.exitStatus()).isEqualTo(1);
            assertThat(translate.output()).contains("Ingress default/bad").contains("nobody");
        }
    }

    @Test
    void a_missing_file_is_said_in_one_line() throws Exception {
        try (SluiceProcess translate =
                SluiceProcess.start("translate", work.resolve("nowhere.yaml").toString())) {
            assertThat(translate.exitStatus()).isEqualTo(1);
            assertThat(translate.output()).contains("nowhere.yaml").doesNotContain("\tat ");
        }
    }
}
