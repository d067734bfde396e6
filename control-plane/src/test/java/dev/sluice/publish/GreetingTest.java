package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sluice.key.Digest;
import dev.sluice.key.Epoch;
import dev.sluice.key.Freshness;
import dev.sluice.key.Version;
import dev.sluice.replica.DataPlaneView;
import dev.sluice.wire.WireCodec;
import dev.sluice.wire.v1.Hello;
import dev.sluice.wire.v1.Served;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GreetingTest {
    @Test
    void oneWithoutAStateServesNothing() {
        assertThat(Greeting.served(Hello.getDefaultInstance()))
                .containsExactly(new Greeting.InForce(Version.NONE, Duration.ZERO));
    }

    @Test
    void oneThatTellsNoHistoryHasServedItsVersionSinceNow() {
        assertThat(Greeting.served(serving(3).build())).containsExactly(inForce(3, 0));
    }

    @Test
    void whatItServedBeforeIsKnownByItsAge() {
        Hello hello = serving(3)
                .addServed(served(3, 10))
                .addServed(served(2, 500))
                .addServed(Served.newBuilder().setMilliseconds(900))
                .build();
        assertThat(Greeting.served(hello))
                .containsExactly(
                        inForce(3, 10), inForce(2, 500), new Greeting.InForce(Version.NONE, Duration.ofMillis(900)));
    }

    @Test
    void aHistoryOfSomethingElseThanIsServedIsNotBelieved() {
        assertThat(Greeting.served(serving(3).addServed(served(2, 500)).build()))
                .containsExactly(inForce(3, 0));
    }

    @Test
    void whatCannotBeReadEndsTheHistory() {
        Served unreadable = Served.newBuilder()
                .setVersion(dev.sluice.wire.v1.Version.newBuilder().setDigest(ByteString.copyFromUtf8("short")))
                .build();
        Hello hello = serving(3)
                .addServed(served(3, 10))
                .addServed(unreadable)
                .addServed(served(1, 900))
                .build();
        assertThat(Greeting.served(hello)).containsExactly(inForce(3, 10));
    }

    @Test
    void agesThatCannotBeAreBroughtIntoOrder() {
        Hello hello = serving(3)
                .addServed(served(3, -7))
                .addServed(served(2, 500))
                .addServed(served(1, 400))
                .addServed(served(0, Long.MAX_VALUE))
                .build();
        List<Greeting.InForce> served = Greeting.served(hello);
        assertThat(served.subList(0, 3)).containsExactly(inForce(3, 0), inForce(2, 500), inForce(1, 500));
        assertThat(served.getLast().age()).isLessThan(Duration.ofDays(4_000));
    }

    @Test
    void noMoreIsRememberedThanOfAStream() {
        Hello hello = serving(100)
                .addAllServed(IntStream.range(0, 100)
                        .mapToObj(age -> served(100 - age, age))
                        .toList())
                .build();
        assertThat(Greeting.served(hello)).hasSize(DataPlaneView.REMEMBERED_ACKS);
    }

    private static Hello.Builder serving(int number) {
        return Hello.newBuilder().setServing(WireCodec.toWire(version(number)));
    }

    private static Served served(int number, long milliseconds) {
        return Served.newBuilder()
                .setVersion(WireCodec.toWire(version(number)))
                .setMilliseconds(milliseconds)
                .build();
    }

    private static Greeting.InForce inForce(int number, long milliseconds) {
        return new Greeting.InForce(version(number), Duration.ofMillis(milliseconds));
    }

    private static Version version(int number) {
        return new Version(new Epoch("test", number), 0, Freshness.NONE, new Digest(number, 0, 0, 0));
    }
}
