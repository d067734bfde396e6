package dev.sluice.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.state.Meta;
import dev.sluice.state.ObservedIngress;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static ObservedIngress version(String resourceVersion, String host) {
        ObservedIngress ingress = Given.ingress("shop/front", 1, Given.rule(host, Given.prefix("/", "web")));
        return ingress.withMeta(new Meta("uid", resourceVersion, 1, 1, new TreeMap<>()));
    }

    @Test
    void ofTwoSpecificationsTheHigherVersionIsRememberedInWhateverOrder() {
        ObservedIngress old = version("9", "old.example.com");
        ObservedIngress young = version("10", "young.example.com");
        Memory left = Memory.NOTHING.with(old).with(young);
        Memory right = Memory.NOTHING.with(young).with(old);
        assertThat(left).isEqualTo(right);
        assertThat(left.of("uid")).contains(young);
        assertThat(Memory.NOTHING.with(old).merge(Memory.NOTHING.with(young))).isEqualTo(left);
        assertThat(Memory.NOTHING.with(young).merge(Memory.NOTHING.with(old))).isEqualTo(left);
    }

    @Test
    void whereVersionsSayNothingTheLaterCallWins() {
        assertThat(Memory.NOTHING
                        .with(version("", "first.example.com"))
                        .with(version("", "second.example.com"))
                        .of("uid"))
                .contains(version("", "second.example.com"));
    }

    @Test
    void whatIsForgottenIsGone() {
        assertThat(Memory.NOTHING.with(version("1", "a.example.com")).without("uid"))
                .isEqualTo(Memory.NOTHING);
    }
}
