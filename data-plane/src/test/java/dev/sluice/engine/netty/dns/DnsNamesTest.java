package dev.sluice.engine.netty.dns;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.HostName;
import dev.sluice.resource.IpAddress;
import dev.sluice.sync.NameResolver.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a DNS server on loopback. */
@Timeout(60)
final class DnsNamesTest {
    private DnsServer server;
    private DnsNames names;

    @BeforeEach
    void start() {
        server = new DnsServer();
        names = new DnsNames(List.of(server.address()), Duration.ofMillis(500));
    }

    @AfterEach
    void stop() {
        names.close();
        server.close();
    }

    @Test
    void addressesOfBothFamiliesComeWithTheirTimeToLive() throws Exception {
        server.knows("both.example", 7, "192.0.2.1", "192.0.2.2", "2001:db8::1");
        Answer answer = resolve("both.example");
        assertThat(answer.addresses())
                .extracting(IpAddress::text)
                .containsExactlyInAnyOrder(
                        "192.0.2.1",
                        "192.0.2.2",
                        IpAddress.parse("2001:db8::1").orElseThrow().text());
        assertThat(answer.timeToLive()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aNameWithOneFamilyIsNoFailure() throws Exception {
        server.knows("four.example", 7, "192.0.2.1");
        server.knows("six.example", 7, "2001:db8::1");
        assertThat(resolve("four.example").addresses()).hasSize(1);
        assertThat(resolve("six.example").addresses()).hasSize(1);
    }

    @Test
    void eachQuestionIsAskedAnew() throws Exception {
        server.knows("moving.example", 3600, "192.0.2.1");
        resolve("moving.example");
        server.knows("moving.example", 3600, "192.0.2.9");
        assertThat(resolve("moving.example").addresses())
                .extracting(IpAddress::text)
                .containsExactly("192.0.2.9");
    }

    @Test
    void aNameThatDoesNotExistIsAFailure() {
        assertThatThrownBy(() -> resolve("nobody.example")).hasMessageContaining("nobody.example");
    }

    @Test
    void aServerThatIsSilentIsAFailureAfterTheTimeout() {
        server.silent(true);
        assertThatThrownBy(() -> resolve("slow.example")).hasMessageContaining("slow.example");
    }

    private Answer resolve(String name) throws Exception {
        return names.resolve(new HostName(name)).toCompletableFuture().get(20, SECONDS);
    }
}
