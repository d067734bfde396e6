package dev.sluice.bench.scale;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * As much of an API server as a control plane asks for, over HTTP/1.1 on loopback: lists in pages, whole or as metadata;
 * watches as WebSockets from a version on; writes are answered and forgotten.
 */
final class ApiServer implements AutoCloseable {
    private static final String PARTIAL = "as=PartialObjectMetadataList";

    private final ObjectStore store;
    private final ServerSocket listening;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private ApiServer(ObjectStore store, ServerSocket listening) {
        this.store = store;
        this.listening = listening;
    }

    static ApiServer start(ObjectStore store) throws IOException {
        ApiServer server = new ApiServer(store, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().name("api-server").daemon().start(server::accept);
        return server;
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connections.add(socket);
                Thread.ofPlatform().name("api-server-connection").daemon().start(() -> serve(socket));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            Optional<HttpRequest> request = HttpRequest.read(in);
            while (request.isPresent()) {
                if (answer(request.get(), socket, in, out)) {
                    return;
                }
                request = HttpRequest.read(in);
            }
        } catch (IOException e) {
            // The other side has gone, or this one is being closed: either way there is nobody to tell.
            System.getLogger("bench").log(System.Logger.Level.DEBUG, "a connection to the API server has ended", e);
        } finally {
            connections.remove(socket);
        }
    }

    /** True if the connection has become a watch, and that has ended. */
    private boolean answer(HttpRequest request, Socket socket, BufferedInputStream in, OutputStream out)
            throws IOException {
        Optional<Place> place = Place.of(request.path());
        if (!request.method().equals("GET")) {
            respond(out, 200, request.body());
        } else if (place.isEmpty()) {
            respond(out, 404, Status.of(404, "NotFound"));
        } else if (request.query("watch").equals("true")) {
            return watch(request, place.get(), socket, in, out);
        } else if (!place.get().name().isEmpty()) {
            single(place.get(), out);
        } else {
            list(request, place.get(), out);
        }
        return false;
    }

    private boolean watch(HttpRequest request, Place place, Socket socket, BufferedInputStream in, OutputStream out)
            throws IOException {
        if (!request.field("upgrade").equalsIgnoreCase("websocket")) {
            respond(out, 400, Status.of(400, "this server watches by WebSocket alone"));
            return false;
        }
        WatchSocket watch = WatchSocket.open(request, socket, out, place.kind(), wanted(request, place));
        try {
            if (store.watch(place.kind(), Long.parseLong(request.query("resourceVersion")), watch)) {
                watch.untilClosed(in);
            } else {
                watch.gone();
            }
        } finally {
            store.unwatch(place.kind(), watch);
        }
        return true;
    }

    private void single(Place place, OutputStream out) throws IOException {
        String key = place.namespace() + "/" + place.name();
        List<StoredObject> found = store.list(
                        place.kind(), object -> object.key().equals(key))
                .getValue()
                .objects();
        respond(
                out,
                found.isEmpty() ? 404 : 200,
                found.isEmpty() ? Status.of(404, "NotFound") : found.get(0).whole(place.kind()));
    }

    private void list(HttpRequest request, Place place, OutputStream out) throws IOException {
        String next = request.query("continue");
        Map.Entry<String, ObjectStore.Listing> listed;
        int from = 0;
        if (next.isEmpty()) {
            listed = store.list(place.kind(), wanted(request, place));
        } else {
            String name = next.substring(0, next.indexOf(':'));
            Optional<ObjectStore.Listing> begun = store.listing(name);
            if (begun.isEmpty()) {
                respond(out, 410, Status.of(410, "Expired"));
                return;
            }
            listed = Map.entry(name, begun.get());
            from = Integer.parseInt(next.substring(next.indexOf(':') + 1));
        }
        boolean partial = request.field("accept").contains(PARTIAL);
        respond(out, 200, page(listed.getKey(), listed.getValue(), place.kind(), from, request.limit(), partial));
    }

    private static String page(
            String name, ObjectStore.Listing listing, Kind kind, int from, int limit, boolean partial) {
        int to = limit == 0
                ? listing.objects().size()
                : Math.min(listing.objects().size(), from + limit);
        StringBuilder text = new StringBuilder(1 << 20);
        text.append("{\"kind\":\"").append(partial ? "PartialObjectMetadata" : kind.kind());
        text.append("List\",\"apiVersion\":\"").append(partial ? "meta.k8s.io/v1" : kind.apiVersion());
        text.append("\",\"metadata\":{\"resourceVersion\":\"")
                .append(listing.version())
                .append('"');
        if (to < listing.objects().size()) {
            text.append(",\"continue\":\"").append(name).append(':').append(to).append('"');
        }
        text.append("},\"items\":[");
        for (int i = from; i < to; i++) {
            StoredObject object = listing.objects().get(i);
            text.append(i == from ? "" : ",").append(partial ? object.partial() : object.item());
        }
        return text.append("]}").toString();
    }

    private static Predicate<StoredObject> wanted(HttpRequest request, Place place) {
        String selector = request.query("fieldSelector");
        String name = selector.startsWith("metadata.name=") ? selector.substring("metadata.name=".length()) : "";
        return object -> (place.namespace().isEmpty() || place.namespace().equals(object.namespace()))
                && (name.isEmpty() || name.equals(object.name()));
    }

    private static void respond(OutputStream out, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
