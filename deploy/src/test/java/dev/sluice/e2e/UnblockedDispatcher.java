package dev.sluice.e2e;

import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps watches that have ended until the server does. The mock of fabric8 7.8 lets a watch go on the event loop of its
 * connection: it waits there until the events of the watch are written, which only this loop can do, so that a watch that
 * breaks while an event is on its way held up every other connection of the loop for 30 s; and a change that comes meanwhile
 * got no answer, and was not told to the other watches. What is written to a connection that has gone is lost, as it should.
 */
final class UnblockedDispatcher extends KubernetesMixedDispatcher {
    private final Queue<Runnable> ended = new ConcurrentLinkedQueue<>();

    UnblockedDispatcher(Map<ServerRequest, Queue<ServerResponse>> responses) {
        super(responses);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        MockResponse response = super.dispatch(request);
        WebSocketListener watch = response.getWebSocketListener();
        return watch == null ? response : response.withWebSocketUpgrade(new EndedLater(watch));
    }

    /** Whoever closes the server is on no event loop. */
    @Override
    public void shutdown() {
        super.shutdown();
        for (Runnable each = ended.poll(); each != null; each = ended.poll()) {
            each.run();
        }
    }

    private final class EndedLater extends WebSocketListener {
        private final WebSocketListener watch;

        EndedLater(WebSocketListener watch) {
            this.watch = watch;
        }

        @Override
        public void onBeforeAccept(WebSocket socket, Response response) {
            watch.onBeforeAccept(socket, response);
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            watch.onOpen(socket, response);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            watch.onMessage(socket, text);
        }

        @Override
        public void onMessage(WebSocket socket, byte[] bytes) {
            watch.onMessage(socket, bytes);
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            watch.onClosing(socket, code, reason);
        }

        @Override
        public void onClosed(WebSocket socket, int code, String reason) {
            ended.add(() -> watch.onClosed(socket, code, reason));
        }

        @Override
        public void onFailure(WebSocket socket, Throwable cause, Response response) {
            ended.add(() -> watch.onFailure(socket, cause, response));
        }
    }
}
