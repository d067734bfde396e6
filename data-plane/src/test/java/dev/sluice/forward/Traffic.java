package dev.sluice.forward;

import dev.sluice.http.Reason;
import dev.sluice.proxy.Table;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Requests through an exchange with fakes around it, for tests of what is observed. */
public final class Traffic {
    private final Table table =
            new Table(1).route("a.example", "/", "web").upstream("web", Rig.ONE).serve();
    private final Rig rig;

    public Traffic(IntFunction<LaneObserver> observers) {
        rig = new Rig(table, observers);
    }

    /** One that is forwarded and answered after the given time. */
    public void forwarded(String target, long nanos, String... fields) {
        rig.get(target, fields);
        rig.open(false);
        rig.lane.pass(nanos);
        rig.answer(200);
        rig.backendSends("hello");
        rig.attempt().onEnd(null);
    }

    /** One that the backend answers so, without a body. */
    public void answered(int status) {
        rig.get("/");
        rig.open(false);
        rig.answer(status);
        rig.attempt().onEnd(null);
    }

    /** One that no rule is for. */
    public void unmatched(String target, String... fields) {
        rig.get(
                target,
                Stream.concat(Stream.of("Host: b.example"), Stream.of(fields)).toArray(String[]::new));
    }

    /** One whose backend cannot be reached. */
    public void unreachable() {
        rig.get("/");
        rig.attempt().onFailed(Reason.CONNECT_FAILED, "connection \"refused\"");
    }

    /** One whose client goes away. */
    public void aborted() {
        rig.get("/");
        rig.events.onGone();
    }

    /** One that is still under way. */
    public void open() {
        rig.get("/");
    }
}
