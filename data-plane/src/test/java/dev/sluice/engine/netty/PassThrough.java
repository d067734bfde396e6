package dev.sluice.engine.netty;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.ClientEvents;
import dev.sluice.forward.ClientSide;
import dev.sluice.forward.Lane;
import dev.sluice.forward.Pipeline;
import dev.sluice.forward.StreamEvents;
import dev.sluice.forward.StreamSide;
import dev.sluice.forward.UpstreamEvents;
import dev.sluice.forward.UpstreamSide;
import dev.sluice.http.Authority;
import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The least pipeline there can be: everything goes to one endpoint; refusals are answered with their status. */
final class PassThrough implements Pipeline {
    private final EndpointRuntime endpoint;
    /** How each exchange ended, in order. */
    final List<Reason> ended = new CopyOnWriteArrayList<>();

    volatile Lane.Reuse reuse = Lane.Reuse.ALLOWED;

    PassThrough(EndpointRuntime endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public <B> StreamEvents<B> passed(
            StreamSide<B> client, ClientConnection connection, Authority serverName, Lane<B> lane) {
        throw new UnsupportedOperationException("without TLS nothing is passed through");
    }

    @Override
    public <B> ClientEvents<B> connected(ClientSide<B> client, Lane<B> lane) {
        return new Through<>(client, lane);
    }

    private final class Through<B> implements ClientEvents<B> {
        private final ClientSide<B> client;
        private final Lane<B> lane;
        private @Nullable Attempt attempt;
        private RequestHead head = new RequestHead();

        Through(ClientSide<B> client, Lane<B> lane) {
            this.client = client;
            this.lane = lane;
        }

        @Override
        public void onHead(RequestHead request, @Nullable Reason refused) {
            head = request;
            if (refused != null) {
                client.closeAfterResponse();
                answer(refused);
                return;
            }
            strip(request.fields());
            request.fields().removeAll(KnownField.EXPECT);
            Attempt begun = new Attempt();
            attempt = begun;
            lane.open(endpoint, begun, TimeUnit.SECONDS.toNanos(2), reuse);
        }

        private void strip(Fields fields) {
            fields.removeAll(KnownField.CONNECTION);
            fields.removeAll(KnownField.KEEP_ALIVE);
            fields.removeAll(KnownField.TRANSFER_ENCODING);
        }

        private void answer(Reason reason) {
            ended.add(reason);
            attempt = null;
            ResponseHead response = new ResponseHead();
            response.status(reason.status());
            response.reasonPhrase(reason.text());
            byte[] body = reason.text().getBytes(StandardCharsets.US_ASCII);
            response.framing(Framing.LENGTH, body.length);
            boolean bodyExpected = !head.method().equals("HEAD");
            client.head(response, bodyExpected);
            if (bodyExpected) {
                client.body(lane.wrap(body));
                client.end(null);
            }
        }

        @Override
        public void onBody(B bytes) {
            Attempt to = attempt;
            if (to == null || to.upstream == null) {
                lane.release(bytes);
                return;
            }
            to.upstream.body(bytes);
            to.wantRequest();
        }

        @Override
        public void onEnd(@Nullable Fields trailers) {
            Attempt to = attempt;
            if (to != null) {
                to.requestEnd(trailers);
            }
        }

        @Override
        public void onBodyRefused(Reason reason) {
            Attempt to = attempt;
            if (to == null) {
                return;
            }
            to.cancel();
            if (to.responseBegun) {
                ended.add(reason);
                client.abort(reason);
            } else {
                client.closeAfterResponse();
                answer(reason);
            }
        }

        @Override
        public void onWritable() {
            Attempt to = attempt;
            if (to != null) {
                to.wantResponse();
            }
        }

        @Override
        public void onGone() {
            onCut(Reason.CLIENT_ABORTED);
        }

        @Override
        public void onCut(Reason reason) {
            Attempt to = attempt;
            if (to != null) {
                attempt = null;
                to.cancel();
                ended.add(reason);
            }
        }

        private final class Attempt implements UpstreamEvents<B> {
            private @Nullable UpstreamSide<B> upstream;
            private boolean cancelled;
            private boolean responseBegun;
            private boolean bodyExpected;
            private boolean requestEnded;
            private @Nullable Fields trailers;

            void cancel() {
                cancelled = true;
                if (upstream != null) {
                    upstream.cancel();
                }
            }

            @Override
            public void onOpen(UpstreamSide<B> side, boolean reused) {
                if (cancelled) {
                    side.cancel();
                    return;
                }
                upstream = side;
                bodyExpected = head.framing() != Framing.NONE;
                side.head(head, bodyExpected);
                if (bodyExpected && requestEnded) {
                    side.end(trailers);
                }
                wantRequest();
            }

            void wantRequest() {
                if (upstream != null && bodyExpected && !requestEnded && upstream.writable()) {
                    client.demand();
                }
            }

            void requestEnd(@Nullable Fields last) {
                requestEnded = true;
                trailers = last;
                if (upstream != null && bodyExpected) {
                    upstream.end(last);
                }
            }

            void wantResponse() {
                if (upstream != null && responseBegun && client.writable()) {
                    upstream.demand();
                }
            }

            @Override
            public void onInterim(ResponseHead interim) {
                client.interim(interim);
            }

            @Override
            public void onUpgrade(ResponseHead response) {
                throw new IllegalStateException("no upgrade was asked for");
            }

            @Override
            public void onHead(ResponseHead response, boolean responseBody) {
                responseBegun = true;
                strip(response.fields());
                if (!requestEnded && bodyExpected) {
                    client.closeAfterResponse();
                }
                client.head(response, responseBody);
                if (responseBody) {
                    wantResponse();
                } else {
                    over();
                }
            }

            @Override
            public void onBody(B bytes) {
                client.body(bytes);
                wantResponse();
            }

            @Override
            public void onEnd(@Nullable Fields last) {
                client.end(last);
                over();
            }

            private void over() {
                attempt = null;
                ended.add(Reason.FORWARDED);
                if (bodyExpected && !requestEnded) {
                    cancel();
                }
            }

            @Override
            public void onWritable() {
                wantRequest();
            }

            @Override
            public void onFailed(Reason reason, String detail) {
                if (cancelled) {
                    return;
                }
                if (responseBegun) {
                    attempt = null;
                    ended.add(reason);
                    client.abort(reason);
                } else {
                    if (bodyExpected || head.framing() != Framing.NONE) {
                        client.closeAfterResponse();
                    }
                    answer(reason);
                }
            }
        }
    }
}
