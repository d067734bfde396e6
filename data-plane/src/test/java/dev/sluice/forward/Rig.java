package dev.sluice.forward;

import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestRules;
import dev.sluice.http.ResponseHead;
import dev.sluice.proxy.Table;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One client connection of an exchange, with everything around it in the hands of the test. */
final class Rig {
    static final InetSocketAddress ONE = new InetSocketAddress("10.0.0.1", 8080);
    static final InetSocketAddress TWO = new InetSocketAddress("10.0.0.2", 8080);

    final FakeLane lane = new FakeLane();
    final FakeClient client = new FakeClient();
    final Table table;
    final List<String> records = new ArrayList<>();
    final List<Throwable> bugs = new ArrayList<>();
    final List<String> counted = new ArrayList<>();
    final Tunnels tunnels;
    final ExchangePipeline pipeline;
    final ClientEvents<Piece> events;
    final RequestHead request = new RequestHead();
    int minorVersion = 1;
    private final ResponseHead response = new ResponseHead();

    Rig(Table table) {
        this(table, Front.NONE);
    }

    /** @param observers null for notes that the test can read */
    Rig(Table table, @Nullable IntFunction<LaneObserver> observers) {
        this(table, observers, Front.NONE, new Tunnels(1));
    }

    Rig(Table table, Front front) {
        this(table, null, front, new Tunnels(1));
    }

    private Rig(Table table, @Nullable IntFunction<LaneObserver> observers, Front front, Tunnels tunnels) {
        this.table = table;
        this.tunnels = tunnels;
        this.pipeline = new ExchangePipeline(
                table.serving(), 1, observers == null ? index -> new Notes() : observers, front, tunnels);
        this.events = pipeline.connected(client, lane);
    }

    /** As {@link #simple}, with at most so many tunnels. */
    static Rig tunnels(int most) {
        Table table =
                new Table(1).route("a.example", "/", "web").upstream("web", ONE).serve();
        return new Rig(table, null, Front.NONE, new Tunnels(most));
    }

    /** {@code a.example} goes to {@code web} at {@link #ONE}. */
    static Rig simple() {
        return new Rig(
                new Table(1).route("a.example", "/", "web").upstream("web", ONE).serve());
    }

    static Rig pair() {
        return new Rig(new Table(1)
                .route("a.example", "/", "web")
                .upstream("web", ONE, TWO)
                .serve());
    }

    private final class Notes implements LaneObserver {
        @Override
        public void begun() {
            counted.add("begun");
        }

        @Override
        public void ended(Ended exchange) {
            records.add(exchange.status() + " " + exchange.reason().text());
        }

        @Override
        public void attempted() {
            counted.add("attempted");
        }

        @Override
        public void retried(Reason because) {
            counted.add("retried " + because.text());
        }

        @Override
        public void passing() {
            counted.add("passing");
        }

        @Override
        public void passed(Passed connection) {
            records.add("passed " + connection.reason().text());
        }

        @Override
        public void tunnelled() {
            counted.add("tunnelled");
        }

        @Override
        public void retryRefused() {
            counted.add("retry refused");
        }

        @Override
        public void broken(Throwable bug) {
            bugs.add(bug);
        }
    }

    /** A request without body, which the engine tells as ended at once. */
    void get(String target, String... fields) {
        request("GET", target, fields);
        events.onEnd(null);
    }

    /** A request head; fields as {@code Name: value}; the Host is a.example unless given. */
    @Nullable
    Reason request(String method, String target, String... fields) {
        request.clear();
        request.method(method);
        request.minorVersion(minorVersion);
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        request.target(bytes, 0, bytes.length);
        boolean host = false;
        for (String field : fields) {
            int colon = field.indexOf(':');
            request.fields()
                    .add(field.substring(0, colon), field.substring(colon + 1).strip());
            host |= field.startsWith("Host:");
        }
        if (!host) {
            request.fields().add("Host", "a.example");
        }
        Reason refused = new RequestRules().check(request);
        events.onHead(request, refused);
        return refused;
    }

    void clientSends(String text) {
        client.demands--;
        events.onBody(Piece.of(text, lane.livePieces));
    }

    /** Lets the last attempt get a connection. */
    FakeUpstream open(boolean reused) {
        FakeUpstream upstream = new FakeUpstream();
        lane.lastOpen().events().onOpen(upstream, reused);
        return upstream;
    }

    UpstreamEvents<Piece> attempt() {
        return lane.lastOpen().events();
    }

    /** The backend's final head, with a chunked body. */
    void answer(int status, String... fields) {
        attempt().onHead(head(status, Framing.CHUNKED, fields), true);
    }

    /** The backend's final head, and nothing more. */
    void answerAlone(int status, String... fields) {
        attempt().onHead(head(status, Framing.NONE, fields), false);
    }

    ResponseHead head(int status, Framing framing, String... fields) {
        response.clear();
        response.status(status);
        response.reasonPhrase("OK");
        response.framing(framing, 0);
        for (String field : fields) {
            int colon = field.indexOf(':');
            response.fields()
                    .add(field.substring(0, colon), field.substring(colon + 1).strip());
        }
        return response;
    }

    void backendSends(String text) {
        attempt().onBody(Piece.of(text, lane.livePieces));
    }
}
