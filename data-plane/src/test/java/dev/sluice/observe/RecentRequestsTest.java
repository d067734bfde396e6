package dev.sluice.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sluice.forward.Traffic;
import dev.sluice.http.Reason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is remembered of requests, and what never is. */
class RecentRequestsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:26:45Z");

    private static Traffic traffic(RecentRequests recent) {
        return new Traffic(new RequestObserver(new RequestMetrics(1), AccessLog.off(), recent));
    }

    private static RecentRequests recent(int most) {
        return RecentRequests.of(most, 1, InstantSource.fixed(NOW));
    }

    @Test
    void aRequestIsFoundByItsIdWithWhatBecameOfIt() {
        RecentRequests recent = recent(10);
        traffic(recent).forwarded("/a?token=s3cret", 1_500_000, "X-Request-ID: abc", "Cookie: s3cret");
        assertThat(recent.find("abc")).singleElement().satisfies(facts -> {
            assertThat(facts.endedAt()).isEqualTo(NOW);
            assertThat(facts.method()).isEqualTo("GET");
            assertThat(facts.scheme()).isEqualTo("http");
            assertThat(facts.host()).isEqualTo("a.example");
            assertThat(facts.path()).isEqualTo("/a");
            assertThat(facts.pathCut()).isFalse();
            assertThat(facts.port()).isEqualTo(80);
            assertThat(facts.reason()).isEqualTo(Reason.FORWARDED);
            assertThat(facts.status()).isEqualTo(200);
            assertThat(facts.route()).hasToString("Optional[Route default/web/a.example/]");
            assertThat(facts.endpoint()).contains("10.0.0.1:8080");
            assertThat(facts.attempts()).isEqualTo(1);
            assertThat(facts.duration()).isEqualTo(Duration.ofNanos(1_500_000));
            assertThat(facts.version())
                    .hasValueSatisfying(
                            version -> assertThat(version.decision()).isEqualTo(1));
            assertThat(facts.toString()).doesNotContain("s3cret");
        });
        assertThat(recent.find("abcd")).isEmpty();
        assertThat(recent.find("")).isEmpty();
    }

    @Test
    void aVeryLongPathIsCutAndSaidToBe() {
        RecentRequests recent = recent(10);
        traffic(recent).forwarded("/" + "x".repeat(2000), 0, "X-Request-ID: long");
        assertThat(recent.find("long")).singleElement().satisfies(facts -> {
            assertThat(facts.path()).hasSize(1024);
            assertThat(facts.pathCut()).isTrue();
        });
    }

    @Test
    void theOldestGiveWayButManyGoodOnesDoNotDriveOutTheOthers() {
        RecentRequests recent = recent(10);
        Traffic traffic = traffic(recent);
        traffic.forwarded("/", 0, "X-Request-ID: first");
        traffic.unmatched("/lost", "X-Request-ID: lost");
        for (int i = 0; i < 5; i++) {
            traffic.forwarded("/", 0, "X-Request-ID: r" + i);
        }
        assertThat(recent.find("first")).isEmpty();
        assertThat(recent.find("r0")).hasSize(1);
        assertThat(recent.find("lost")).singleElement().satisfies(facts -> {
            assertThat(facts.reason()).isEqualTo(Reason.NO_ROUTE);
            assertThat(facts.route()).isEmpty();
            assertThat(facts.endpoint()).isEmpty();
            assertThat(facts.version()).isPresent();
        });
        assertThat(recent.size()).isEqualTo(6);
    }

    @Test
    void ofManyWithOneIdTheNewestTenAreFound() {
        RecentRequests recent = recent(1000);
        Traffic traffic = traffic(recent);
        for (int i = 0; i < 20; i++) {
            traffic.forwarded("/" + i, 0, "X-Request-ID: same");
        }
        assertThat(recent.find("same")).hasSize(10);
    }

    @Test
    void noneAreRememberedWhereThatIsSwitchedOff() {
        RecentRequests recent = recent(0);
        traffic(recent).forwarded("/", 0, "X-Request-ID: abc");
        assertThat(recent.find("abc")).isEmpty();
        assertThat(recent.size()).isZero();
    }

    @Test
    void howManyAreRememberedIsAMetric() {
        RecentRequests recent = recent(10);
        traffic(recent).forwarded("/", 0);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register(recent);
        assertThat(registry.scrape().lines()).contains("sluice_recent_requests 1.0");
    }

    @Test
    void onceItsPlacesAreMadeRememberingAllocatesNothing() {
        RecentRequests recent = recent(20);
        long with = allocated(traffic(recent));
        long without = allocated(traffic(RecentRequests.none()));
        assertThat(with - without).as("bytes more for 2000 requests").isLessThan(20_000);
    }

    private static long allocated(Traffic traffic) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        for (int i = 0; i < 2000; i++) {
            traffic.forwarded("/", 0, "X-Request-ID: abc");
        }
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 2000; i++) {
            traffic.forwarded("/", 0, "X-Request-ID: abc");
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    @Test
    void whoReadsBesideTheWriterSeesAWholeRequestOrNone() throws Exception {
        RecentRequests recent = recent(8);
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        CountDownLatch reading = new CountDownLatch(1);
        Thread reader = Thread.ofPlatform().start(() -> {
            try {
                reading.countDown();
                while (!Thread.interrupted()) {
                    for (String id : List.of("a", "bbbbbbbbbbbb")) {
                        recent.find(id)
                                .forEach(facts -> assertThat(facts.path()).isEqualTo("/" + id.repeat(40)));
                    }
                }
            } catch (Throwable e) {
                wrong.set(e);
            }
        });
        reading.await();
        Traffic traffic = traffic(recent);
        for (int i = 0; i < 20_000; i++) {
            String id = i % 3 == 0 ? "a" : "bbbbbbbbbbbb";
            traffic.forwarded("/" + id.repeat(40), 0, "X-Request-ID: " + id);
        }
        reader.interrupt();
        reader.join();
        assertThat(wrong.get()).isNull();
    }
}
