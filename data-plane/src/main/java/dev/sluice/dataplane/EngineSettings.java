package dev.sluice.dataplane;

import dev.sluice.address.Networks;
import dev.sluice.engine.Engine;
import dev.sluice.engine.LeastRate;
import dev.sluice.engine.akkahttp.AkkaHttpEngine;
import dev.sluice.engine.akkahttp.AkkaHttpSettings;
import dev.sluice.engine.akkahttp.AkkaHttpSettings.HeadLimits;
import dev.sluice.engine.netty.ClientBounds;
import dev.sluice.engine.netty.NettyEngine;
import dev.sluice.engine.netty.NettySettings;
import dev.sluice.engine.netty.NettySettings.BackendConnections;
import dev.sluice.engine.netty.NettySettings.ClientWaits;
import dev.sluice.engine.netty.TransportChoice;
import dev.sluice.engine.netty.http1.Http1Limits;
import dev.sluice.engine.netty.http2.Http2Limits;
import dev.sluice.forward.Pipeline;
import dev.sluice.settings.Section;
import dev.sluice.tls.TlsFront;
import dev.sluice.wire.Capability;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Which engine moves the bytes, and within which bounds. */
public sealed interface EngineSettings {
    /** As in settings. */
    enum Choice {
        NETTY,
        AKKA_HTTP
    }

    int lanes();

    /**
     * Starts the lanes.
     *
     * @param front who answers handshakes
     */
    Engine start(Pipeline pipeline, TlsFront front);

    /** What it understands of what is not the pipeline's business. */
    Set<Capability> capabilities();

    /** The default. */
    record Netty(NettySettings settings) implements EngineSettings {
        @Override
        public int lanes() {
            return settings.eventLoops();
        }

        @Override
        public Engine start(Pipeline pipeline, TlsFront front) {
            return NettyEngine.start(settings, pipeline, front);
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.of(
                    Capability.TLS_TERMINATION,
                    Capability.TLS_PASSTHROUGH,
                    Capability.CLIENT_CERTIFICATES,
                    Capability.UPSTREAM_TLS,
                    Capability.UPSTREAM_PROXY_PROTOCOL);
        }
    }

    /** For trusted networks. */
    record AkkaHttp(AkkaHttpSettings settings) implements EngineSettings {
        @Override
        public int lanes() {
            return settings.lanes();
        }

        @Override
        public Engine start(Pipeline pipeline, TlsFront front) {
            return AkkaHttpEngine.start(settings, pipeline, front);
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.of(Capability.TLS_TERMINATION, Capability.CLIENT_CERTIFICATES);
        }
    }

    static EngineSettings read(Section section) {
        int asked = section.integer("lanes", 0, 1024);
        int lanes = asked == 0 ? Runtime.getRuntime().availableProcessors() : asked;
        return switch (section.choice("engine", Choice.class)) {
            case NETTY -> new Netty(Bounds.netty(section, lanes));
            case AKKA_HTTP -> new AkkaHttp(Bounds.akkaHttp(section, lanes));
        };
    }

    /** Bounds of clients and backends, for each engine. */
    final class Bounds {
        private static final Duration LEAST = Duration.ofMillis(1);
        private static final Duration MOST = Duration.ofHours(24);
        private static final int MAX_HEAD = 1 << 20;
        private static final int MAX_CONNECTIONS = 1_000_000;

        private Bounds() {}

        static NettySettings netty(Section section, int lanes) {
            Section clients = section.section("clients");
            Section backends = section.section("backends");
            return new NettySettings(
                    handingOver(
                            section, section.parsed("transport", Bounds::transport, "auto, io_uring, epoll or nio")),
                    lanes,
                    clientLimits(clients),
                    backendLimits(backends),
                    http2(clients.section("http2")),
                    http2(backends.section("http2")),
                    bounds(section, clients),
                    new ClientWaits(
                            clients.duration("arrival-timeout", LEAST, MOST),
                            clients.duration("head-timeout", LEAST, MOST),
                            clients.duration("idle-timeout", LEAST, MOST),
                            clients.duration("body-timeout", LEAST, MOST),
                            clients.duration("send-timeout", LEAST, MOST),
                            ClientWaits.USUAL.linger(),
                            ClientWaits.USUAL.lingerBytes()),
                    new BackendConnections(
                            backends.integer("max-connections", 1, MAX_CONNECTIONS),
                            backends.integer("max-waiting", 0, MAX_CONNECTIONS),
                            backends.duration("idle-timeout", LEAST, MOST)));
        }

        private static Http2Limits http2(Section section) {
            int streamWindow = (int) section.bytes("stream-window", 65_535, 16 << 20);
            return new Http2Limits(
                    section.integer("max-streams", 1, MAX_CONNECTIONS),
                    streamWindow,
                    (int) section.bytes("connection-window", streamWindow, 1 << 30),
                    section.integer("max-resets", 1, Integer.MAX_VALUE),
                    section.integer("max-control-frames", 16, Integer.MAX_VALUE),
                    section.integer("max-continuations", 0, 1024),
                    (int) section.bytes("header-table", 0, 64 << 10));
        }

        private static ClientBounds bounds(Section section, Section clients) {
            Networks proxies = Trusted.read(section.section("forwarded"), "trusted");
            return new ClientBounds(
                    clients.integer("max-connections", 1, MAX_CONNECTIONS),
                    clients.integer("max-connections-per-address", 0, MAX_CONNECTIONS),
                    Trusted.read(clients, "unlimited").and(proxies),
                    clients.integer("max-requests", 1, Integer.MAX_VALUE),
                    least(clients));
        }

        private static LeastRate least(Section clients) {
            return new LeastRate(
                    (int) clients.bytes("min-rate", 0, 1 << 20), clients.duration("rate-grace", LEAST, MOST));
        }

        private static Http1Limits clientLimits(Section clients) {
            int head = head(clients);
            return new Http1Limits(
                    (int) clients.bytes("max-request-line", 16, head),
                    head,
                    clients.integer("max-fields", 1, 10_000),
                    Http1Limits.CLIENT.trailerBytes(),
                    Http1Limits.CLIENT.chunkLineBytes());
        }

        private static Http1Limits backendLimits(Section backends) {
            int head = head(backends);
            return new Http1Limits(
                    Math.min(head, Http1Limits.BACKEND.startLineBytes()),
                    head,
                    Http1Limits.BACKEND.fields(),
                    Http1Limits.BACKEND.trailerBytes(),
                    Http1Limits.BACKEND.chunkLineBytes());
        }

        static AkkaHttpSettings akkaHttp(Section section, int lanes) {
            Section clients = section.section("clients");
            Section backends = section.section("backends");
            int most = backends.integer("max-connections", 1, MAX_CONNECTIONS);
            return new AkkaHttpSettings(
                    lanes,
                    clients.integer("max-connections", 1, MAX_CONNECTIONS),
                    heads(clientLimits(clients)),
                    heads(backendLimits(backends)),
                    clients.duration("arrival-timeout", LEAST, MOST),
                    clients.duration("head-timeout", LEAST, MOST),
                    clients.duration("idle-timeout", LEAST, MOST),
                    clients.duration("body-timeout", LEAST, MOST),
                    clients.duration("send-timeout", LEAST, MOST),
                    ClientWaits.USUAL.linger(),
                    ClientWaits.USUAL.lingerBytes(),
                    backends.duration("idle-timeout", LEAST, MOST),
                    Math.max(1, most / lanes),
                    least(clients));
        }

        private static HeadLimits heads(Http1Limits limits) {
            return new HeadLimits(limits.headBytes(), limits.startLineBytes(), limits.fields());
        }

        private static int head(Section section) {
            return (int) section.bytes("max-head", 1024, MAX_HEAD);
        }

        /** Sockets are handed over by epoll only: Netty makes no io_uring listener of a socket that listens already. */
        private static TransportChoice handingOver(Section section, TransportChoice choice) {
            if (section.section("handover").optional("socket").isEmpty() || choice == TransportChoice.EPOLL) {
                return choice;
            }
            if (choice != TransportChoice.AUTO) {
                throw section.invalid("transport", choice.text(), "epoll or auto, since handover.socket is set");
            }
            return TransportChoice.EPOLL;
        }

        private static TransportChoice transport(String text) {
            return Arrays.stream(TransportChoice.values())
                    .filter(choice -> choice.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(text));
        }
    }
}
