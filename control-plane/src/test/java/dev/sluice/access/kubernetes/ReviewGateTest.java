package dev.sluice.access.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AccessSettings.Reviewed;
import dev.sluice.access.Browser;
import dev.sluice.access.Caller;
import dev.sluice.access.Right;
import dev.sluice.access.Verdict;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an API server over HTTP that answers as told. */
final class ReviewGateTest {
    private static final String TOKENS = "/apis/authentication.k8s.io/v1/tokenreviews";
    private static final String ACCESS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    private final KubernetesMockServer server = new KubernetesMockServer(false);
    private final AtomicLong clock = new AtomicLong();

    @BeforeEach
    void start() {
        server.init();
    }

    @AfterEach
    void stop() {
        server.destroy();
    }

    private ReviewGate gate(KubernetesClient client) {
        return new ReviewGate(new Reviewed(Duration.ofSeconds(10), 2, Duration.ofSeconds(5), 4), client, clock::get);
    }

    private static Verdict ask(ReviewGate gate, String token, Right right) {
        return gate.ask(new Caller(Optional.empty(), "", Optional.of(token), Browser.NONE), right)
                .toCompletableFuture()
                .join();
    }

    private void known(String user) {
        TokenReview review = new TokenReviewBuilder()
                .withNewStatus()
                .withAuthenticated(true)
                .withNewUser()
                .withUsername(user)
                .withGroups("staff")
                .endUser()
                .endStatus()
                .build();
        server.expect()
                .post()
                .withPath(TOKENS)
                .andReturn(HttpURLConnection.HTTP_CREATED, review)
                .always();
    }

    private void allowed(boolean allowed) {
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewStatus()
                .withAllowed(allowed)
                .endStatus()
                .build();
        server.expect()
                .post()
                .withPath(ACCESS)
                .andReturn(HttpURLConnection.HTTP_CREATED, review)
                .once();
    }

    @Test
    void whoseTokenItIsAndWhatHeMayTheApiServerSays() throws Exception {
        known("rita");
        allowed(true);
        allowed(false);
        try (KubernetesClient client = server.createClient();
                ReviewGate gate = gate(client)) {
            assertThat(ask(gate, "t", Right.READ)).isEqualTo(new Verdict.Allowed("rita"));
            assertThat(ask(gate, "t", Right.WRITE))
                    .isEqualTo(new Verdict.Refused("rita may not update the non-resource URL /sluice/api/v1"));
            assertThat(server.takeRequest().getPath()).isEqualTo(TOKENS);
            RecordedRequest asked = server.takeRequest();
            SubjectAccessReview review = Serialization.unmarshal(asked.getUtf8Body(), SubjectAccessReview.class);
            assertThat(review.getSpec().getUser()).isEqualTo("rita");
            assertThat(review.getSpec().getGroups()).containsExactly("staff");
            assertThat(review.getSpec().getNonResourceAttributes().getVerb()).isEqualTo("get");
            assertThat(review.getSpec().getNonResourceAttributes().getPath()).isEqualTo("/sluice/api/v1");
        }
    }

    @Test
    void anAnswerHoldsForAMomentAndNoLonger() {
        known("rita");
        allowed(true);
        allowed(false);
        try (KubernetesClient client = server.createClient();
                ReviewGate gate = gate(client)) {
            assertThat(ask(gate, "t", Right.READ)).isInstanceOf(Verdict.Allowed.class);
            clock.addAndGet(Duration.ofSeconds(9).toNanos());
            assertThat(ask(gate, "t", Right.READ)).isInstanceOf(Verdict.Allowed.class);
            clock.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(ask(gate, "t", Right.READ)).isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void aTokenThatNobodyKnowsIsUnknown() {
        server.expect()
                .post()
                .withPath(TOKENS)
                .andReturn(
                        HttpURLConnection.HTTP_CREATED,
                        new TokenReviewBuilder()
                                .withNewStatus()
                                .withAuthenticated(false)
                                .endStatus()
                                .build())
                .once();
        try (KubernetesClient client = server.createClient();
                ReviewGate gate = gate(client)) {
            assertThat(ask(gate, "t", Right.READ)).isInstanceOf(Verdict.Unknown.class);
            assertThat(ask(gate, "", Right.READ)).isInstanceOf(Verdict.Unknown.class);
        }
    }

    @Test
    void whereTheApiServerDoesNotAnswerNothingIsAllowedAndItIsAskedAgain() {
        server.expect()
                .post()
                .withPath(TOKENS)
                .andReturn(HttpURLConnection.HTTP_FORBIDDEN, "")
                .once();
        known("rita");
        allowed(true);
        try (KubernetesClient client = server.createClient();
                ReviewGate gate = gate(client)) {
            assertThat(ask(gate, "t", Right.READ)).isInstanceOf(Verdict.Unanswered.class);
            assertThat(ask(gate, "t", Right.READ)).isInstanceOf(Verdict.Allowed.class);
        }
    }

    @Test
    void anApiServerThatHangsIsNotWaitedForAndHoldsNoMoreThanItMay() throws Exception {
        Reviewed settings = new Reviewed(Duration.ofSeconds(10), 2, Duration.ofMillis(200), 2);
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(Config.empty())
                                .withMasterUrl("http://127.0.0.1:" + silent.getLocalPort())
                                .build())
                        .build();
                ReviewGate gate = new ReviewGate(settings, client, clock::get)) {
            for (String token : List.of("one", "two")) {
                assertThat(ask(gate, token, Right.READ))
                        .isEqualTo(new Verdict.Unanswered("the API server has not said in time whose the token is"));
            }
            assertThat(ask(gate, "three", Right.READ))
                    .isEqualTo(
                            new Verdict.Unanswered("2 questions whose a token is are under way, the most that may be"));
        }
    }

    @Test
    void onlySoManyAnswersAreKept() {
        Kept kept = new Kept(Duration.ofSeconds(1), 2, clock::get);
        kept.keep("a", Right.READ, new Verdict.Allowed("a"));
        kept.keep("b", Right.READ, new Verdict.Allowed("b"));
        kept.keep("c", Right.READ, new Verdict.Allowed("c"));
        assertThat(kept.size()).isEqualTo(2);
        assertThat(kept.find("a", Right.READ)).isEmpty();
        assertThat(kept.find("c", Right.READ)).contains(new Verdict.Allowed("c"));
    }
}
