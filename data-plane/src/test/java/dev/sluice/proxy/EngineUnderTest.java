package dev.sluice.proxy;

import dev.sluice.engine.Engine;
import dev.sluice.engine.akkahttp.AkkaHttpEngine;
import dev.sluice.engine.akkahttp.AkkaHttpSettings;
import dev.sluice.engine.netty.NettyEngine;
import dev.sluice.engine.netty.NettySettings;
import dev.sluice.forward.Pipeline;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The engines that keep the contract, and what each of them does not. */
enum EngineUnderTest {
    NETTY(Map.of()) {
        @Override
        Engine start(Pipeline pipeline, int lanes, Duration clientWait) {
            NettySettings.ClientWaits usual = NettySettings.ClientWaits.USUAL;
            return NettyEngine.start(
                    NettySettings.usual()
                            .withEventLoops(lanes)
                            .withClientWaits(new NettySettings.ClientWaits(
                                    usual.arrival(),
                                    clientWait,
                                    usual.idle(),
                                    clientWait,
                                    usual.send(),
                                    usual.linger(),
                                    usual.lingerBytes())),
                    pipeline);
        }
    },
    /** HTTP/2 from clients and to backends: two proxies, between which it is spoken. */
    NETTY_HTTP2(Map.of(Clause.HTTP1, "the other proxy stands between")) {
        @Override
        Engine start(Pipeline pipeline, int lanes, Duration clientWait) {
            return new Http2Chain(NETTY.start(pipeline, lanes, clientWait));
        }
    },
    AKKA_HTTP(Map.of(
            Clause.TRAILERS, "Akka HTTP writes trailers unchecked, so that they smuggle requests: none are forwarded",
            Clause.BODY_DROPPED, "Akka HTTP closes behind a request whose body is not read",
            Clause.FULL_DUPLEX, "Akka HTTP ends the upload when a response begins before it has ended")) {
        @Override
        Engine start(Pipeline pipeline, int lanes, Duration clientWait) {
            AkkaHttpSettings usual = AkkaHttpSettings.standard(lanes);
            return AkkaHttpEngine.start(
                    new AkkaHttpSettings(
                            lanes,
                            usual.maxConnections(),
                            usual.clientHeads(),
                            usual.backendHeads(),
                            usual.arrivalTimeout(),
                            clientWait,
                            usual.keepAliveTimeout(),
                            clientWait,
                            usual.sendTimeout(),
                            usual.linger(),
                            usual.lingerBytes(),
                            usual.upstreamIdleTimeout(),
                            usual.maxConnectionsPerEndpoint(),
                            usual.bodyRate()),
                    pipeline);
        }
    };

    /** What an engine may leave out, if it says why. */
    enum Clause {
        /** Trailers of requests reach the backend, those of responses the client. */
        TRAILERS,
        /** Clients and backends are heard and answered as they speak. */
        HTTP1,
        /** Interim responses other than 100 reach the client. */
        INTERIM,
        /** A backend that answers 2xx while it reads is served both ways. */
        FULL_DUPLEX,
        /** Upgrades become tunnels. */
        TUNNEL,
        /** Requests may be sent before the ones before them are answered. */
        PIPELINING,
        /** Responses that end with the backend's connection follow each other on one client connection. */
        UNTIL_CLOSE,
        /** A body that nobody wants is read over if all of it is there, and its connection kept. */
        BODY_DROPPED,
        /** A connection that cannot be established is told as such. */
        CONNECT_FAILURE,
        /** A head that comes too slowly is answered 408. */
        SLOW_HEAD_ANSWER,
        /** A target that is too long is answered 414. */
        TARGET_TOO_LONG
    }

    private final Map<Clause, String> exclusions;

    EngineUnderTest(Map<Clause, String> exclusions) {
        this.exclusions = exclusions;
    }

    /** @param clientWait for a head and for more of a body */
    abstract Engine start(Pipeline pipeline, int lanes, Duration clientWait);

    /** Skips the test, visibly, where the engine leaves this clause out. */
    void keeps(Clause clause) {
        String reason = exclusions.get(clause);
        Assumptions.assumeTrue(reason == null, () -> this + " leaves out " + clause + ": " + reason);
    }
}
