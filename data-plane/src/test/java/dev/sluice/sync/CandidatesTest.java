package dev.sluice.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.TlsFiles;
import dev.sluice.resource.IpAddress;
import dev.sluice.sync.Candidate.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CandidatesTest {
    private static final List<ControlPlaneAddress> THREE =
            ControlPlaneAddress.parse("127.0.0.1:7070,127.0.0.2:7070,127.0.0.3:7070");
    private static final ControlPlaneSecurity TLS = new ControlPlaneSecurity(
            Optional.of(new TlsFiles(Path.of("cert"), Path.of("key"), Path.of("ca"))),
            Optional.empty(),
            Duration.ofSeconds(10),
            false);

    @Test
    void dataPlanesSpreadOverTheReplicas() {
        Map<String, Long> first = IntStream.range(0, 3000)
                .mapToObj(number ->
                        local("node-" + number, THREE).round(null).get(0).toString())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(first)
                .hasSize(3)
                .allSatisfy((address, count) -> assertThat(count).isBetween(900L, 1100L));
    }

    @Test
    void aDataPlaneKeepsItsOrderAndAnAddressThatComesMovesOnlyThoseThatPreferIt() {
        List<ControlPlaneAddress> more =
                ControlPlaneAddress.parse("127.0.0.4:7070,127.0.0.3:7070,127.0.0.2:7070,127.0.0.1:7070");
        for (int number = 0; number < 100; number++) {
            List<String> before = texts(local("node-" + number, THREE));
            List<String> after = texts(local("node-" + number, more));
            assertThat(after.stream().filter(address -> !address.equals("127.0.0.4:7070")))
                    .isEqualTo(before);
        }
    }

    @Test
    void whatIsToldGoesFirstInTheOrderToldAndWhatIsConfiguredStaysAsTheLastResort() {
        Candidates candidates = local("n", ControlPlaneAddress.parse("127.0.0.1:1"));
        candidates.tell(List.of("127.0.0.9:9", "127.0.0.8:8", "127.0.0.9:9"), teller());
        assertThat(candidates.round(null))
                .extracting(Candidate::toString, Candidate::origin)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("127.0.0.9:9", Origin.TOLD),
                        org.assertj.core.groups.Tuple.tuple("127.0.0.8:8", Origin.TOLD),
                        org.assertj.core.groups.Tuple.tuple("127.0.0.1:1", Origin.CONFIGURED));
        candidates.tell(List.of("127.0.0.7:7"), teller());
        assertThat(texts(candidates)).containsExactly("127.0.0.7:7", "127.0.0.1:1");
    }

    @Test
    void whatIsNoAddressIsLeftOutAndIfNothingIsLeftWhatWasToldBeforeStays() {
        Candidates candidates = local("n", ControlPlaneAddress.parse("127.0.0.1:1"));
        candidates.tell(List.of("127.0.0.9:9", "nonsense", "127.0.0.2:0", "127.0.0.2:3,127.0.0.2:4", ""), teller());
        assertThat(texts(candidates)).containsExactly("127.0.0.9:9", "127.0.0.1:1");
        candidates.tell(List.of("nonsense"), teller());
        candidates.tell(List.of(), teller());
        assertThat(texts(candidates)).containsExactly("127.0.0.9:9", "127.0.0.1:1");
    }

    @Test
    void noMoreAreKeptThanThereMayBe() {
        Candidates candidates = local("n", ControlPlaneAddress.parse("127.0.0.1:1"));
        candidates.tell(
                IntStream.rangeClosed(1, 500)
                        .mapToObj(port -> "127.0.0.2:" + port)
                        .toList(),
                teller());
        assertThat(candidates.round(null)).hasSize(Candidates.MAX + 1);
    }

    @Test
    void withoutTlsNobodyIsSentToAnotherMachineUnlessPlainTextWasAskedFor() {
        List<ControlPlaneAddress> configured = ControlPlaneAddress.parse("127.0.0.1:1");
        Candidates local = local("n", configured);
        local.tell(List.of("192.0.2.1:7070", "evil.example:7070"), teller());
        assertThat(texts(local)).containsExactly("127.0.0.1:1");
        Candidates asked = new Candidates(
                "n",
                configured,
                new ControlPlaneSecurity(Optional.empty(), Optional.empty(), Duration.ofSeconds(1), true));
        asked.tell(List.of("192.0.2.1:7070"), teller());
        assertThat(texts(asked)).containsExactly("192.0.2.1:7070", "127.0.0.1:1");
        Candidates tls = new Candidates("n", configured, TLS);
        tls.tell(List.of("192.0.2.1:7070"), teller());
        assertThat(texts(tls)).containsExactly("192.0.2.1:7070", "127.0.0.1:1");
    }

    @Test
    void aNameWithSeveralAddressesIsSeveralCandidatesVerifiedByTheName() {
        Candidates candidates = new Candidates("n", ControlPlaneAddress.parse("control.example:7070"), TLS);
        assertThat(candidates.names()).containsExactly("control.example");
        assertThat(candidates.round(null)).isEmpty();
        candidates.resolved(
                "control.example",
                List.of(new IpAddress("192.0.2.1"), new IpAddress("192.0.2.2"), new IpAddress("192.0.2.1")));
        assertThat(texts(candidates)).containsExactlyInAnyOrder("192.0.2.1:7070", "192.0.2.2:7070");
        assertThat(candidates.round(null)).extracting(Candidate::verified).containsOnly("control.example");
    }

    @Test
    void withoutTlsANameOfThisMachineThatResolvesToAnotherIsNotFollowed() {
        Candidates candidates = local("n", ControlPlaneAddress.parse("localhost:7070"));
        candidates.resolved("localhost", List.of(new IpAddress("192.0.2.1"), new IpAddress("127.0.0.1")));
        assertThat(texts(candidates)).containsExactly("127.0.0.1:7070");
    }

    @Test
    void anAddressThatIsToldIsVerifiedByTheNameOfWhoToldItAndANameByItself() {
        Candidates candidates = new Candidates("n", ControlPlaneAddress.parse("control.example:7070"), TLS);
        candidates.resolved("control.example", List.of(new IpAddress("192.0.2.1")));
        candidates.tell(
                List.of("192.0.2.7:7070", "other.example:7070"),
                candidates.round(null).get(0));
        candidates.resolved("other.example", List.of(new IpAddress("192.0.2.8")));
        assertThat(candidates.round(null))
                .extracting(Candidate::toString, Candidate::verified)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("192.0.2.7:7070", "control.example"),
                        org.assertj.core.groups.Tuple.tuple("192.0.2.8:7070", "other.example"),
                        org.assertj.core.groups.Tuple.tuple("192.0.2.1:7070", "control.example"));
    }

    @Test
    void theServerNameThatIsSetIsWhatEveryCertificateMustBeFor() {
        ControlPlaneSecurity named =
                new ControlPlaneSecurity(TLS.files(), Optional.of("sluice.internal"), TLS.reload(), false);
        Candidates candidates = new Candidates("n", ControlPlaneAddress.parse("192.0.2.1:7070"), named);
        candidates.tell(List.of("192.0.2.7:7070"), candidates.round(null).get(0));
        assertThat(candidates.round(null)).extracting(Candidate::verified).containsOnly("sluice.internal");
    }

    @Test
    void theOneThatWasLeftComesLast() {
        Candidates candidates = local("n", THREE);
        Candidate first = candidates.round(null).get(0);
        assertThat(candidates.round(first)).hasSize(3).last().isEqualTo(first);
    }

    @Test
    void onlyWhatIsToldOrConfiguredCanBeNamed() {
        Candidates candidates = local("n", ControlPlaneAddress.parse("127.0.0.1:1"));
        candidates.tell(List.of("127.0.0.9:9"), teller());
        assertThat(candidates.named("127.0.0.9:9")).isPresent();
        assertThat(candidates.named("127.0.0.1:1")).isPresent();
        assertThat(candidates.named("127.0.0.1:2")).isEmpty();
        assertThat(candidates.named("")).isEmpty();
    }

    private static Candidates local(String node, List<ControlPlaneAddress> configured) {
        return new Candidates(node, configured, ControlPlaneSecurity.LOCAL);
    }

    private static Candidate teller() {
        return new Candidate(new ControlPlaneAddress("127.0.0.1", 1), "127.0.0.1", Origin.CONFIGURED);
    }

    private static List<String> texts(Candidates candidates) {
        return candidates.round(null).stream().map(Candidate::toString).toList();
    }
}
