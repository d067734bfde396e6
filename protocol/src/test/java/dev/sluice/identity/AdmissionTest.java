package dev.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.FleetName;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionTest {
    private static final FleetName EDGE = new FleetName("edge");

    @ParameterizedTest
    @CsvSource({
        "edge.example.org, edge.example.org, true",
        "edge.example.org, EDGE.example.org, true",
        "edge.example.org, other.example.org, false",
        "*.example.org, edge.example.org, true",
        "*.example.org, a.edge.example.org, false",
        "*.example.org, example.org, false",
        "*.example.org, .example.org, false",
        "*.example.org, edge.example.org.evil.test, false",
        "spiffe://c/ns/a/sa/edge, spiffe://c/ns/a/sa/edge, true",
        "spiffe://c/ns/a/sa/edge, spiffe://c/ns/a/sa/EDGE, false",
        "spiffe://c/ns/a/sa/*, spiffe://c/ns/a/sa/edge, true",
        "spiffe://c/ns/a/sa/*, spiffe://c/ns/a/sa/edge/more, false",
        "spiffe://c/ns/a/sa/*, spiffe://c/ns/a/sa/, false",
        "spiffe://c/ns/a/sa/*, spiffe://c/ns/b/sa/edge, false",
    })
    void anEntryNamesExactlyOrWithOneLabelOrSegmentLeftOpen(String entry, String name, boolean named) {
        assertThat(admission(entry).refusal(peer(name), EDGE, "n").isEmpty()).isEqualTo(named);
    }

    @Test
    void whoHasNoNameIsNobodyThatIsAllowed() {
        assertThat(admission("edge.example.org").refusal(PeerIdentity.NONE, EDGE, "n"))
                .contains("identity 'no name' is not among those allowed");
    }

    @Test
    void theFleetIsBoundToTheIdentity() {
        Admission admission = admission("edge.example.org fleets=edge+inner", "other.example.org");
        assertThat(admission.refusal(peer("edge.example.org"), EDGE, "n")).isEmpty();
        assertThat(admission.refusal(peer("edge.example.org"), new FleetName("default"), "n"))
                .contains("identity 'edge.example.org' as node 'n' of fleet 'default': allowed is edge.example.org"
                        + " fleets=edge+inner");
        assertThat(admission.refusal(peer("other.example.org"), new FleetName("default"), "n"))
                .isEmpty();
    }

    @Test
    void theNodeIsBoundToTheIdentityIfTheEntrySaysSo() {
        Admission admission = admission("edge.example.org nodes=edge-*+spare");
        assertThat(admission.refusal(peer("edge.example.org"), EDGE, "edge-7")).isEmpty();
        assertThat(admission.refusal(peer("edge.example.org"), EDGE, "spare")).isEmpty();
        assertThat(admission.refusal(peer("edge.example.org"), EDGE, "spare-2")).isPresent();
    }

    @Test
    void oneEntryOfSeveralForTheSameNameIsEnoughButTheyAreNotMixed() {
        Admission admission =
                admission("edge.example.org fleets=edge nodes=a", "edge.example.org fleets=inner nodes=b");
        assertThat(admission.refusal(peer("edge.example.org"), EDGE, "a")).isEmpty();
        assertThat(admission.refusal(peer("edge.example.org"), EDGE, "b")).isPresent();
    }

    @Test
    void anyOfSeveralDnsNamesIsTheIdentity() {
        PeerIdentity peer = new PeerIdentity(List.of("pod-1", "edge.example.org"));
        assertThat(admission("edge.example.org").refusal(peer, EDGE, "n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "/*",
                "a.*.example",
                "*.*.example",
                "edge-*.example",
                "a fleets=",
                "a nodes=b++c",
                "a fleets=Not_A_Fleet",
                "a fleet=edge"
            })
    void anEntryThatIsNoneIsRefused(String entry) {
        assertThatThrownBy(() -> AllowedIdentity.parse(entry)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.8.8.8, true",
        "::1, true",
        "[::1], true",
        "localhost, true",
        "LOCALHOST, true",
        "x.localhost, true",
        "0.0.0.0, false",
        "::, false",
        "192.0.2.1, false",
        "10.0.0.1, false",
        "localhost.example, false",
        "127.0.0.1.example, false",
        "control-plane, false",
    })
    void onlyWhatStaysOnThisMachineNeedsNoTls(String host, boolean stays) {
        assertThat(PlainText.staysHere(host)).isEqualTo(stays);
    }

    private static Admission admission(String... entries) {
        return new Admission.Listed(
                Arrays.stream(entries).map(AllowedIdentity::parse).toList());
    }

    private static PeerIdentity peer(String name) {
        return new PeerIdentity(List.of(name));
    }
}
