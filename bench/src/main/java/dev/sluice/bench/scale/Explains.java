package dev.sluice.bench.scale;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Questions to the status API what a data plane would do with a request, one after the other. */
final class Explains {
    private final HttpRequest request;

    /** @param host whose rule is asked for */
    Explains(int apiPort, String host) {
        this.request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + apiPort + "/api/v1/explain?path=/cart&host=" + host))
                .build();
    }

    /** How long each took, in milliseconds, on one kept connection. */
    double[] ask(int count) throws IOException, InterruptedException {
        double[] millis = new double[count];
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < count; i++) {
                long begun = System.nanoTime();
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                millis[i] = (System.nanoTime() - begun) / 1e6;
                if (answer.statusCode() != 200 || !answer.body().contains("\"forward\"")) {
                    throw new IllegalStateException("explain: " + answer.statusCode() + " " + answer.body());
                }
            }
        }
        return millis;
    }
}
