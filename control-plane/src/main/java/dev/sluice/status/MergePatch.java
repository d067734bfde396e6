package dev.sluice.status;

import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One JSON merge patch (RFC 7396) in one request: the client's own way to patch reads the object first. */
record MergePatch(Client client, String path, String body) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** @throws KubernetesClientException with the status, or without one if there was no answer */
    void send() {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(client.getMasterUrl() + path)
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .method("PATCH", "application/merge-patch+json", body)
                .build();
        HttpResponse<String> response = await(client.getHttpClient().sendAsync(request, String.class));
        if (response.code() >= HttpURLConnection.HTTP_BAD_REQUEST) {
            throw new KubernetesClientException(response.message() + " " + text(response), response.code(), null);
        }
    }

    private static String text(HttpResponse<String> response) {
        try {
            return response.bodyString();
        } catch (IOException e) {
            return "(its body cannot be read: " + e.getMessage() + ")";
        }
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KubernetesClientException(String.valueOf(e.getCause() == null ? e : e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        }
    }
}
