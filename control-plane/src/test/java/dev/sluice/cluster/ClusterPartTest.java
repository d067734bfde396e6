package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Members in one JVM, with real Artery between loopback addresses. */
final class ClusterPartTest {
    @Test
    void aReplicaThatIsAloneFoundsAClusterAndLeads() {
        try (Replica only = Replica.listed("127.0.0.1")) {
            only.awaitLeading(true);
            assertThat(only.part.members().leader()).contains(only.address());
            assertThat(only.part.incarnations()).isEqualTo(1);
        }
    }

    @Test
    void theNextLeadsAtOnceWhenTheLeaderLeavesInOrder() {
        try (Replica first = Replica.listed("127.0.0.1")) {
            first.awaitLeading(true);
            try (Replica second = Replica.listed("127.0.0.2", first.address());
                    Replica third = Replica.listed("127.0.0.3", first.address())) {
                third.awaitUp(3);
                second.awaitUp(3);
                assertThat(second.leadership.leading()).isFalse();
                first.close();
                assertThat(first.leadership.leading()).isFalse();
                second.awaitUp(2);
                String next = second.part.members().leader().orElseThrow();
                Replica leader = next.equals(second.address()) ? second : third;
                leader.awaitLeading(true);
            }
        }
    }
}
