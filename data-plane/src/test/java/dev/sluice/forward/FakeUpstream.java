package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what the pipeline does for a backend. */
final class FakeUpstream implements UpstreamSide<Piece> {
    final List<String> log = new ArrayList<>();
    final StringBuilder body = new StringBuilder();
    boolean writable = true;
    boolean cancelled;
    int demands;

    @Override
    public void head(RequestHead head, boolean bodyExpected) {
        String asked = head.upgrade().isEmpty() ? "" : " for " + head.upgrade();
        log.add("head " + head.method() + " " + head.targetText() + (bodyExpected ? "" : " alone") + asked);
    }

    @Override
    public void body(Piece bytes) {
        if (cancelled) {
            bytes.release();
            throw new AssertionError("body after cancel");
        }
        body.append(bytes.consume());
    }

    @Override
    public void end(@Nullable Fields trailers) {
        log.add(trailers == null ? "end" : "end [" + trailers + "]");
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void demand() {
        demands++;
        log.add("demand");
    }

    @Override
    public void cancel() {
        cancelled = true;
        log.add("cancel");
    }
}
