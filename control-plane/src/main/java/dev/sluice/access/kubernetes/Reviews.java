package dev.sluice.access.kubernetes;

import dev.sluice.access.Right;
import dev.sluice.access.Verdict;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One question to the API server: a TokenReview, then a SubjectAccessReview for the path {@code /sluice/api/v1} as a
 * non-resource URL, with the verb {@code get} to read and {@code update} to write. Waits; not for an actor's thread.
 */
final class Reviews {
    static final String PATH = "/sluice/api/v1";

    private final KubernetesClient client;

    Reviews(KubernetesClient client) {
        this.client = client;
    }

    Verdict ask(String token, Right right) {
        try {
            Optional<UserInfo> user = user(token);
            return user.map(known -> verdict(known, right))
                    .orElseGet(() -> new Verdict.Unknown("the token is not known"));
        } catch (KubernetesClientException e) {
            return new Verdict.Unanswered("the API server does not say whose the token is"
                    + (e.getCode() > 0 ? ": HTTP " + e.getCode() : ""));
        }
    }

    private Optional<UserInfo> user(String token) {
        TokenReview asked = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .endSpec()
                .build();
        TokenReviewStatus status = client.resource(asked).create().getStatus();
        boolean known = status != null && Boolean.TRUE.equals(status.getAuthenticated());
        return known ? Optional.ofNullable(status.getUser()) : Optional.empty();
    }

    private Verdict verdict(UserInfo user, Right right) {
        String verb = right == Right.READ ? "get" : "update";
        SubjectAccessReview asked = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user.getUsername())
                .withUid(user.getUid())
                .withGroups(user.getGroups())
                .withExtra(extra(user))
                .withNewNonResourceAttributes()
                .withPath(PATH)
                .withVerb(verb)
                .endNonResourceAttributes()
                .endSpec()
                .build();
        var status = client.resource(asked).create().getStatus();
        boolean allowed = status != null && Boolean.TRUE.equals(status.getAllowed());
        return allowed
                ? new Verdict.Allowed(user.getUsername())
                : new Verdict.Refused(user.getUsername() + " may not " + verb + " the non-resource URL " + PATH);
    }

    private static Map<String, List<String>> extra(UserInfo user) {
        return user.getExtra() == null ? Map.of() : new HashMap<>(user.getExtra());
    }
}
