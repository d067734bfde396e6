package dev.sluice.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Authority;
import dev.sluice.key.HostName;
import dev.sluice.key.ObjectKey;
import dev.sluice.key.ObjectKind;
import dev.sluice.key.ResourceKey;
import dev.sluice.key.ResourceKey.CertificateKey;
import dev.sluice.key.ResourceKey.EndpointSetKey;
import dev.sluice.key.ResourceKey.TlsHostKey;
import dev.sluice.key.ResourceKey.UpstreamKey;
import dev.sluice.key.Version;
import dev.sluice.resource.Certificate;
import dev.sluice.resource.HostMatch;
import dev.sluice.resource.SecretBytes;
import dev.sluice.resource.TlsHost;
import dev.sluice.resource.TlsHost.Fallback;
import dev.sluice.resource.Upstream;
import dev.sluice.tls.ClientHello;
import dev.sluice.tls.MalformedClientHello;
import dev.sluice.tls.SelfSigned;
import dev.sluice.tls.Termination;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What waits for a private key that a state from disk does not give away, and what does not. */
class WithheldTest {
    private static final ObjectKey OBJECT = ObjectKey.of(ObjectKind.INGRESS, "default", "web");
    private static final CertificateKey LATE = new CertificateKey("late");

    private final Compiler compiler = new Compiler(new EndpointRegistry(1));

    @Test
    void aHostRefusesHandshakesUntilItIsKnownWhetherItsCertificateComes() throws Exception {
        Compiled waiting = load(List.of(LATE), host("a.example", LATE), host("b.example"), any());
        assertThat(waiting.waiting().hosts()).containsExactly(exact("a.example"));
        assertThat(answers(waiting, "a.example")).isFalse();
        assertThat(answers(waiting, "b.example")).isTrue(); // it never had one: what was made at the start is shown
        assertThat(answers(waiting, "elsewhere.example")).isTrue();

        Compiled gone = compiler.apply(waiting, List.of(), List.of(LATE));
        assertThat(gone.awaited()).isEmpty();
        assertThat(gone.waiting()).isEqualTo(Waiting.NOBODY);
        assertThat(answers(gone, "a.example")).isTrue();
    }

    @Test
    void hostsThatShowTheDefaultCertificateWaitForItToo() throws Exception {
        Compiled waiting =
                load(List.of(LATE), any(LATE), host("b.example"), host("c.example", new CertificateKey("no")));
        assertThat(waiting.waiting().hosts())
                .containsExactlyInAnyOrder(HostMatch.ANY, exact("b.example"), exact("c.example"));
        assertThat(answers(waiting, "b.example")).isFalse();
        assertThat(answers(waiting, "elsewhere.example")).isFalse();
        Compiled gone = compiler.apply(waiting, List.of(), List.of(LATE));
        assertThat(gone.waiting()).isEqualTo(Waiting.NOBODY);
        assertThat(answers(gone, "b.example")).isTrue();
    }

    @Test
    void aCertificateThatComesAndCannotBeUsedIsNotAwaitedAnyLonger() throws Exception {
        Compiled waiting = load(List.of(LATE), host("a.example", LATE));
        Certificate broken = new Certificate(LATE, "no PEM", SecretBytes.of(new byte[] {1}));
        Compiled next = compiler.apply(waiting, List.of(new Upsert.Decoded(broken)), List.of());
        assertThat(next.refused()).containsKey(LATE);
        assertThat(next.waiting()).isEqualTo(Waiting.NOBODY);
        assertThat(answers(next, "a.example")).isTrue();
    }

    @Test
    void aHostThatGoesWaitsNoMore() throws Exception {
        TlsHost host = host("a.example", LATE);
        Compiled waiting = load(List.of(LATE), host);
        Compiled next = compiler.apply(waiting, List.of(), List.of(host.key()));
        assertThat(next.waiting()).isEqualTo(Waiting.NOBODY);
        assertThat(next.awaited()).containsExactly(LATE);
    }

    @Test
    void anUpstreamThatIsToBeShownTheCertificateWaits() throws Exception {
        Upstream upstream = new Upstream(
                new UpstreamKey("web"),
                OBJECT,
                new Upstream.Discovered(new EndpointSetKey("web")),
                Upstream.AppProtocol.HTTP1,
                Optional.of(new Upstream.Tls(Optional.empty(), Optional.empty(), Optional.of(LATE))),
                Upstream.Balancing.ROUND_ROBIN,
                Upstream.Limits.DEFAULT);
        List<Upsert> upserts = new ArrayList<>(Resources.decoded(upstream));
        upserts.add(new Upsert.Withheld(LATE));
        Compiled waiting = compiler.apply(Compiled.EMPTY, upserts, List.of());
        assertThat(waiting.waiting()).isEqualTo(new Waiting(List.of(), List.of(new UpstreamKey("web"))));
    }

    private Compiled load(List<ResourceKey> withheld, TlsHost... hosts) {
        List<Upsert> upserts = new ArrayList<>(Resources.decoded(hosts));
        withheld.forEach(key -> upserts.add(new Upsert.Withheld(key)));
        return compiler.apply(Compiled.EMPTY, upserts, List.of());
    }

    private static boolean answers(Compiled compiled, String name) throws MalformedClientHello {
        ClientHello empty = ClientHello.read(ByteBuffer.allocate(38));
        Termination found =
                Objects.requireNonNull(compiled.state(Version.NONE).tls().find(443, authority(name)));
        return found.choose(empty, () -> SelfSigned.make(Instant.EPOCH)) != null;
    }

    private static Authority authority(String name) {
        return Resources.request(name, "/").authority();
    }

    private static HostMatch exact(String name) {
        return new HostMatch.Exact(new HostName(name));
    }

    private static TlsHost host(String name, CertificateKey... certificates) {
        return host(name, exact(name), certificates);
    }

    private static TlsHost any(CertificateKey... certificates) {
        return host("any", HostMatch.ANY, certificates);
    }

    private static TlsHost host(String key, HostMatch match, CertificateKey... certificates) {
        return new TlsHost(
                new TlsHostKey(key),
                443,
                match,
                Arrays.asList(certificates),
                Fallback.DEFAULT_CERTIFICATE,
                Optional.empty(),
                TlsHost.OtherAuthority.SERVE,
                TlsHost.Parameters.OF_DATA_PLANE,
                OBJECT);
    }
}
