package dev.sluice.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import dev.sluice.proxy.Table;
import dev.sluice.resource.RoutePolicy;
import java.net.InetSocketAddress;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Whatever order events come in, within what an engine may do: no piece of body is lost, no client is answered twice, every
 * request is recorded once.
 */
class InterleavingTest {
    /** What may happen next; what an engine would not do at that point is left out. */
    enum Event {
        REQUEST,
        UPLOAD,
        CLIENT_BODY,
        CLIENT_END,
        CLIENT_BAD_BODY,
        CLIENT_GONE,
        CLIENT_BLOCKED,
        CLIENT_WRITABLE,
        OPEN,
        OPEN_REUSED,
        CONNECT_FAILED,
        INTERIM,
        ANSWER,
        ANSWER_ALONE,
        REFUSE_EARLY,
        BACKEND_BODY,
        BACKEND_END,
        BACKEND_RESET,
        BACKEND_BLOCKED,
        BACKEND_WRITABLE,
        TIME,
        ENDPOINTS
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void nothingIsLostAndNothingHappensTwice(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 999) Integer> choices) {
        Play play = new Play();
        choices.forEach(play::next);
        play.finish();
        assertThat(play.rig.bugs).isEmpty();
        assertThat(play.rig.lane.livePieces).as("pieces that nobody released").hasValue(0);
        assertThat(play.rig.records).hasSize(play.requests);
        assertThat(play.rig.client.heads).isLessThanOrEqualTo(play.requests);
        assertThat(play.rig.client.ends).isLessThanOrEqualTo(play.rig.client.heads);
        play.rig.lane.opens.forEach(
                open -> assertThat(open.endpoint().inFlight()).isZero());
    }

    /** An engine that obeys the contract: it knows what it has told and what it has been told. */
    private static final class Play {
        final Rig rig = new Rig(new Table(1)
                .route("a.example", "/", "web", new RoutePolicy.RequestBodyLimit(40))
                .upstream("web", Rig.ONE, Rig.TWO)
                .serve());
        int requests;
        private boolean gone;
        private boolean requestEnded = true;
        private int opened;
        private FakeUpstream upstream = new FakeUpstream();
        private boolean live;
        private boolean headCame;

        /** The response of every request so far has ended, or been given up. */
        private boolean idle() {
            return rig.records.size() == requests;
        }

        private boolean closing() {
            return gone || rig.client.log.stream().anyMatch(line -> line.equals("close") || line.startsWith("abort"));
        }

        private boolean opening() {
            return rig.lane.opens.size() > opened;
        }

        private boolean attempting() {
            return live && !upstream.cancelled;
        }

        /** The chosen event, or else the next one that can happen now. */
        void next(int choice) {
            Event[] all = Event.values();
            int at = choice % all.length;
            while (!possible(all[at], choice)) {
                at = (at + 1) % all.length;
            }
            step(all[at]);
        }

        private boolean possible(Event event, int choice) {
            return switch (event) {
                case REQUEST, UPLOAD -> !closing() && idle() && requestEnded;
                case CLIENT_BODY -> !requestEnded && rig.client.demands > 0 && !gone;
                case CLIENT_END, CLIENT_BAD_BODY -> !requestEnded && !gone;
                case CLIENT_GONE -> choice > 800;
                case OPEN, OPEN_REUSED, CONNECT_FAILED -> opening();
                case INTERIM, ANSWER, ANSWER_ALONE, REFUSE_EARLY -> attempting() && !headCame;
                case BACKEND_BODY -> attempting() && headCame && upstream.demands > 0;
                case BACKEND_END -> attempting() && headCame;
                case BACKEND_RESET -> attempting();
                case CLIENT_BLOCKED -> rig.client.writable;
                case CLIENT_WRITABLE -> !rig.client.writable;
                case BACKEND_BLOCKED -> upstream.writable;
                case BACKEND_WRITABLE -> !upstream.writable;
                case TIME -> choice > 500;
                case ENDPOINTS -> true;
            };
        }

        private void step(Event event) {
            switch (event) {
                case REQUEST -> request(false);
                case UPLOAD -> request(true);
                case CLIENT_BODY -> rig.clientSends("0123456789");
                case CLIENT_END -> {
                    requestEnded = true;
                    rig.events.onEnd(null);
                }
                case CLIENT_BAD_BODY -> {
                    requestEnded = true;
                    rig.events.onBodyRefused(Reason.BAD_FRAMING);
                }
                case CLIENT_GONE -> {
                    gone = true;
                    rig.events.onGone();
                }
                case CLIENT_BLOCKED -> rig.client.writable = false;
                case CLIENT_WRITABLE -> {
                    rig.client.writable = true;
                    rig.events.onWritable();
                }
                case TIME -> rig.lane.pass(25_000_000_000L);
                case ENDPOINTS ->
                    rig.table
                            .endpoints("web", new InetSocketAddress("10.0.0." + (requests % 5 + 1), 8080))
                            .serve();
                default -> backend(event);
            }
        }

        private void backend(Event event) {
            switch (event) {
                case OPEN -> open(false);
                case OPEN_REUSED -> open(true);
                case CONNECT_FAILED -> {
                    opened = rig.lane.opens.size();
                    rig.attempt().onFailed(Reason.CONNECT_FAILED, "refused");
                }
                case INTERIM -> rig.attempt().onInterim(rig.head(103, Framing.NONE));
                case ANSWER -> answer(200);
                case REFUSE_EARLY -> answer(413);
                case ANSWER_ALONE -> {
                    live = false;
                    rig.answerAlone(204);
                }
                case BACKEND_BODY -> {
                    upstream.demands--;
                    rig.backendSends("abc");
                }
                case BACKEND_END -> {
                    live = false;
                    rig.attempt().onEnd(null);
                }
                case BACKEND_RESET -> {
                    live = false;
                    rig.attempt().onFailed(Reason.UPSTREAM_RESET, "closed");
                }
                case BACKEND_BLOCKED -> upstream.writable = false;
                case BACKEND_WRITABLE -> {
                    upstream.writable = true;
                    if (attempting()) {
                        rig.attempt().onWritable();
                    }
                }
                default -> throw new IllegalStateException(event.toString());
            }
        }

        private void request(boolean body) {
            requests++;
            rig.client.demands = 0;
            requestEnded = !body;
            if (body) {
                rig.request("PUT", "/", "Transfer-Encoding: chunked");
            } else {
                rig.get("/");
            }
        }

        private void open(boolean reused) {
            if (!opening()) {
                return;
            }
            opened = rig.lane.opens.size();
            headCame = false;
            live = true;
            upstream = new FakeUpstream();
            rig.attempt().onOpen(upstream, reused);
        }

        private void answer(int status) {
            headCame = true;
            rig.answer(status);
        }

        /** The client goes, as every client does in the end; what still opens is cancelled. */
        void finish() {
            rig.events.onGone();
            open(false);
            rig.lane.pass(1_000_000_000L);
            assertThat(rig.lane.timers()).isZero();
        }
    }
}
