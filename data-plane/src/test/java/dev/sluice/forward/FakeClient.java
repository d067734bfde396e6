package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.Reason;
import dev.sluice.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what the pipeline does for the client. */
final class FakeClient implements ClientSide<Piece> {
    final List<String> log = new ArrayList<>();
    final StringBuilder body = new StringBuilder();
    private final ClientConnection connection = new ClientConnection(80, "http", "192.0.2.7", 4711);
    boolean writable = true;
    boolean failing;
    int demands;
    int heads;
    int ends;

    @Override
    public ClientConnection connection() {
        return connection;
    }

    @Override
    public void demand() {
        demands++;
        log.add("demand");
    }

    @Override
    public void interim(ResponseHead head) {
        log.add("interim " + head.status());
    }

    @Override
    public void upgrade(ResponseHead head, String protocol) {
        heads++;
        log.add("upgrade to " + protocol + " " + head);
    }

    @Override
    public void head(ResponseHead head, boolean bodyExpected) {
        if (failing) {
            throw new IllegalStateException("this client cannot write");
        }
        heads++;
        log.add("head " + head + (bodyExpected ? "" : " alone"));
        if (!bodyExpected) {
            ends++;
        }
    }

    @Override
    public void body(Piece bytes) {
        body.append(bytes.consume());
    }

    @Override
    public void end(@Nullable Fields trailers) {
        ends++;
        log.add(trailers == null ? "end" : "end [" + trailers + "]");
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void closeAfterResponse() {
        log.add("close");
    }

    @Override
    public void retire() {
        log.add("retire");
    }

    @Override
    public void abort(Reason reason) {
        log.add("abort " + reason.text());
    }
}
