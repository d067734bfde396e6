package dev.sluice.translate.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RouteKeysTest {
    private static final ObjectKey OBJECT = ObjectKey.of(ObjectKind.INGRESS, "shop", "front");

    @Test
    void aKeyIsMadeOfContentAndAnOrdinalForDuplicatesOnly() {
        assertThat(RouteKeys.of(OBJECT, "a.example.com", "Prefix", "/x", 0).id())
                .isEqualTo("Ingress/shop/front|a.example.com|Prefix|/x");
        assertThat(RouteKeys.of(OBJECT, "a.example.com", "Prefix", "/x", 1).id())
                .isEqualTo("Ingress/shop/front|a.example.com|Prefix#2|/x");
    }

    @Test
    void noPathCanImitateAnOrdinal() {
        assertThat(RouteKeys.of(OBJECT, "*", "Prefix", "/x|2", 0))
                .isNotEqualTo(RouteKeys.of(OBJECT, "*", "Prefix", "/x", 1));
    }

    @Test
    void anOverlongPathKeepsItsKeyBoundedAndItsOwn() {
        String path = "/ä".repeat(3000);
        String id = RouteKeys.of(OBJECT, "*", "Prefix", path, 0).id();
        assertThat(id.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(4096);
        assertThat(id)
                .isNotEqualTo(RouteKeys.of(OBJECT, "*", "Prefix", path + "b", 0).id());
    }
}
