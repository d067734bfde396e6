package dev.sluice.watch.kubernetes;

import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lists and watches over fabric8's HTTP client, which knows the credentials. Opening is bounded to 16 requests at a time,
 * so that thousands of single watches do not fall upon the server at once; every wait has a limit.
 */
final class ApiServer {
    private static final int MOST_AT_ONCE = 16;
    static final int PAGE = 500;
    /** Servers that do not know it send whole objects, which say the same. */
    private static final String METADATA =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    /** How much later than asked the server may end a watch before the connection counts as dead. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Client client;
    private final HttpClient http;
    private final String address;
    private final Duration answerTimeout;
    private final Duration silence;
    private final Semaphore opening = new Semaphore(MOST_AT_ONCE);
    private volatile boolean webSockets = true;

    /** @param silence after which a watch that brings nothing is given up */
    ApiServer(Client configured, Duration answerTimeout, Duration silence) {
        RequestConfig patient = configured.getConfiguration().getRequestConfig();
        // Trying again, and when, is decided by the loop that knows what was lost.
        this.client = configured.newClient(new RequestConfigBuilder(patient)
                .withRequestRetryBackoffLimit(0)
                .build());
        this.http = client.getHttpClient();
        String url = configured.getMasterUrl().toString();
        this.address = url.endsWith("/") ? url : url + "/";
        this.answerTimeout = answerTimeout;
        this.silence = silence;
    }

    /** As it may be shown: versions and logs name it. */
    String address() {
        return shown(address);
    }

    /** Without what authenticates (RFC 3986 section 3.2.1). */
    static String shown(String url) {
        return url.replaceFirst("//[^/]*@", "//");
    }

    /** @param next empty for the first page; {@code paged} false asks for all in one page */
    ListPage list(WatchScope scope, String next, boolean paged) throws IOException, InterruptedException {
        String query = scope.selector()
                + (paged ? "limit=" + PAGE : "limit=0")
                + (next.isEmpty() ? "" : "&continue=" + WatchScope.encoded(next));
        return ListPage.of(get(scope.path() + "?" + query), scope);
    }

    /**
     * A page of a consistent list, of each object its metadata only. Without a resourceVersion it is read from a quorum.
     *
     * @param limit of objects on a page; 0 for all
     */
    ListPage metadata(WatchScope scope, String next, int limit) throws IOException, InterruptedException {
        String query =
                scope.selector() + "limit=" + limit + (next.isEmpty() ? "" : "&continue=" + WatchScope.encoded(next));
        return ListPage.of(get(scope.path() + "?" + query, METADATA), scope);
    }

    /** The body of a successful answer. */
    byte[] get(String pathAndQuery) throws IOException, InterruptedException {
        return get(pathAndQuery, "application/json");
    }

    private byte[] get(String pathAndQuery, String accept) throws IOException, InterruptedException {
        Deadline deadline = Deadline.in(answerTimeout, "answer from " + address + pathAndQuery);
        opening.acquire();
        try {
            HttpResponse<byte[]> response = deadline.await(http.sendAsync(request(pathAndQuery, accept), byte[].class));
            if (!response.isSuccessful()) {
                throw ApiRefused.of(response, ErrorBody.message(response.body()));
            }
            return response.body();
        } finally {
            opening.release();
        }
    }

    /** A watch that begins after {@code resourceVersion}, and that the server ends after {@code longest}. */
    WatchStream watch(WatchScope scope, String resourceVersion, Duration longest)
            throws IOException, InterruptedException {
        String pathAndQuery = scope.path() + "?" + scope.selector() + "watch=true&allowWatchBookmarks=true"
                + "&timeoutSeconds=" + Math.max(1, longest.toSeconds())
                + "&resourceVersion=" + WatchScope.encoded(resourceVersion);
        Duration patience = longest.plus(GRACE);
        opening.acquire();
        try {
            if (webSockets) {
                try {
                    return socket(pathAndQuery, patience);
                } catch (ApiRefused e) {
                    if (!e.perhapsOnlyTheUpgrade()) {
                        throw e;
                    }
                }
            }
            WatchStream lines = lines(pathAndQuery, patience);
            webSockets = false; // proven: the same watch is served as a plain response
            return lines;
        } finally {
            opening.release();
        }
    }

    private WatchStream socket(String pathAndQuery, Duration patience) throws IOException, InterruptedException {
        SocketStream stream = new SocketStream(Deadline.in(patience, "message or end of the watch"), silence);
        CompletableFuture<WebSocket> handshake = http.newWebSocketBuilder()
                .uri(URI.create(address + pathAndQuery))
                // An API server answers 403 to a WebSocket without one (golang.org/x/net/websocket, checkOrigin).
                .header("Origin", address.substring(0, address.indexOf('/', address.indexOf("//") + 2)))
                .connectTimeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .buildAsync(stream);
        // Also for one that comes after the deadline: it is closed when the stream is.
        handshake.thenAccept(stream::opened);
        try {
            Deadline.in(answerTimeout, "WebSocket from " + address).await(handshake);
            return stream;
        } catch (WebSocketHandshakeException e) {
            stream.close();
            throw e.getResponse() == null
                    ? new ApiRefused(0, "the watch was refused")
                    : ApiRefused.of(e.getResponse(), "the watch was refused");
        } catch (IOException | InterruptedException e) {
            stream.close();
            throw e;
        }
    }

    private WatchStream lines(String pathAndQuery, Duration patience) throws IOException, InterruptedException {
        LineStream stream = new LineStream(Deadline.in(patience, "message or end of the watch"), silence);
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URI.create(address + pathAndQuery))
                .forStreaming()
                .build();
        CompletableFuture<HttpResponse<AsyncBody>> head = http.consumeBytes(request, stream);
        head.thenAccept(response -> stream.opened(response.body()));
        try {
            HttpResponse<AsyncBody> response =
                    Deadline.in(answerTimeout, "answer from " + address).await(head);
            if (response.isSuccessful()) {
                return stream;
            }
            stream.close();
            throw ApiRefused.of(response, "the watch was refused");
        } catch (IOException | InterruptedException e) {
            stream.close();
            throw e;
        }
    }

    private HttpRequest request(String pathAndQuery, String accept) {
        return http.newHttpRequestBuilder()
                .uri(URI.create(address + pathAndQuery))
                .header("Accept", accept)
                .timeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }
}
