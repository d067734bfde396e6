package dev.sluice.engine.akkahttp;

import akka.NotUsed;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import dev.sluice.engine.Binding;
import dev.sluice.engine.ProxyProtocol;
import dev.sluice.engine.akkahttp.ArrivalStage.Next;
import dev.sluice.forward.ClientConnection;
import dev.sluice.forward.ProxiedBy;
import dev.sluice.http.Reason;
import dev.sluice.proxyprotocol.ProxyHeader;
import dev.sluice.proxyprotocol.ProxyHeaderReader;
import dev.sluice.tls.ClientHello;
import dev.sluice.tls.HandshakeEnd;
import dev.sluice.tls.HelloReader;
import dev.sluice.tls.Offer;
import dev.sluice.tls.Passthrough;
import dev.sluice.tls.SecuredClient;
import dev.sluice.tls.Termination;
import dev.sluice.tls.TlsAlert;
import dev.sluice.tls.TlsFront;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a connection before HTTP: the PROXY header of a trusted proxy, then the first message of TLS, which
 * chooses who answers. Keeps the time of both and of the handshake, and tells how that ended, once. Confined to its lane.
 */
final class Arrival implements ArrivalStage.Reader, AkkaLane.Timed {
    private static final Next MORE = new Next.More();
    private static final Next CUT = new Next.Refused(ByteString.emptyByteString());

    /** Makes of a connection one that HTTP is spoken on. */
    interface Hall {
        ServerConnection connection(AkkaLane lane, ClientConnection info);

        /** @param below between HTTP and the peer */
        Flow<ByteString, ByteString, NotUsed> flow(
                AkkaLane lane,
                ServerConnection connection,
                BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> below);

        /** The connection is refused. */
        void cut(Reason reason);

        /** The connection is over and has not become one of HTTP. */
        void left();
    }

    private final Hall hall;
    private final AkkaLane lane;
    private final Binding binding;
    private final @Nullable TlsFront front;
    private final JdkContexts contexts;
    private final long beganNanos;
    private final long beganMillis = System.currentTimeMillis();
    private final boolean secure;
    private InetSocketAddress client;
    private ProxiedBy by = ProxiedBy.NOBODY;
    private Runnable cut = () -> {};
    private @Nullable SSLEngine tls;
    private boolean headerRead;
    private int headerBytes;
    private boolean entered;
    private boolean told;
    private boolean expired;

    /** @param front null where no TLS is spoken */
    Arrival(
            Hall hall,
            AkkaLane lane,
            Binding binding,
            InetSocketAddress peer,
            @Nullable TlsFront front,
            JdkContexts contexts) {
        this.hall = hall;
        this.lane = lane;
        this.binding = binding;
        this.client = peer;
        this.front = front;
        this.contexts = contexts;
        this.beganNanos = lane.nanoTime();
        this.secure = binding.scheme().equals("https");
        this.told = !secure;
    }

    @Override
    public void started(Runnable cutting) {
        cut = cutting;
        lane.watch(this);
    }

    @Override
    public void stopped() {
        lane.forget(this);
        ended(unfinished());
        if (!entered) {
            hall.left();
        }
    }

    /** Why Akka's TLS has failed it tells nobody; only that it has ended before the client did. */
    private HandshakeEnd unfinished() {
        if (expired) {
            return HandshakeEnd.TIMEOUT;
        }
        return tls != null && tls.isOutboundDone() ? HandshakeEnd.FAILED : HandshakeEnd.CLIENT_GONE;
    }

    /** A handshake under way is timed, too. */
    @Override
    public void check(long now) {
        boolean arriving = !entered || !told;
        if (arriving && now - beganNanos > lane.settings().arrivalTimeout().toNanos()) {
            expired = true;
            refused(Reason.ARRIVAL_TIMEOUT);
            cut.run();
        }
    }

    @Override
    public Next read(ByteString soFar) {
        ProxyProtocol proxies = binding.proxyProtocol().orElse(null);
        if (proxies == null || headerRead) {
            return behindHeader(soFar);
        }
        if (!proxies.trusted().contains(client.getAddress())) {
            headerRead = true;
            return proxies.others() == ProxyProtocol.Others.PLAIN
                    ? behindHeader(soFar)
                    : refused(Reason.PROXY_UNTRUSTED);
        }
        return switch (new ProxyHeaderReader(proxies.maxBytes()).read(soFar.asByteBuffer())) {
            case ProxyHeaderReader.Result.More more -> MORE;
            case ProxyHeaderReader.Result.Refused refused -> refused(Reason.PROXY_HEADER);
            case ProxyHeaderReader.Result.Read(ProxyHeader header, int length) -> {
                headerRead = true;
                headerBytes = length;
                by = ProxiedBy.read(header);
                if (header instanceof ProxyHeader.Proxied proxied) {
                    client = proxied.source();
                }
                yield behindHeader(soFar);
            }
        };
    }

    private Next behindHeader(ByteString soFar) {
        ByteString rest = soFar.drop(headerBytes);
        TlsFront answering = front;
        if (!secure || answering == null) {
            return enter(connection(), BidiFlow.identity(), rest);
        }
        return switch (HelloReader.read(rest.asByteBuffer())) {
            case HelloReader.Result.More more -> MORE;
            case HelloReader.Result.Refused(HandshakeEnd why) -> {
                ended(why);
                yield CUT;
            }
            case HelloReader.Result.Read(ClientHello hello) -> answer(answering, hello, rest);
        };
    }

    private Next answer(TlsFront answering, ClientHello hello, ByteString rest) {
        return switch (answering.answer(binding.logicalPort(), hello.name())) {
            case null -> alert(HandshakeEnd.UNKNOWN_NAME, TlsAlert.UNRECOGNIZED_NAME);
            case Passthrough through -> alert(HandshakeEnd.FAILED, TlsAlert.INTERNAL_ERROR);
            case Termination host -> {
                Offer offer = host.choose(hello, answering.selfSigned());
                yield offer == null
                        ? alert(HandshakeEnd.UNKNOWN_NAME, TlsAlert.UNRECOGNIZED_NAME)
                        : terminate(host, hello.name().toString(), offer, rest);
            }
        };
    }

    private Next terminate(Termination host, String serverName, Offer offer, ByteString rest) {
        ServerConnection connection = connection();
        connection.arriving();
        SSLEngine engine = contexts.engine(offer);
        tls = engine;
        return enter(connection, TlsLayer.of(engine, session -> secured(connection, host, serverName, session)), rest);
    }

    private void secured(ServerConnection connection, Termination host, String serverName, SSLSession session) {
        SecuredClient client = SecuredClient.of(host, session, serverName);
        if (!client.admitted()) {
            ended(HandshakeEnd.CLIENT_CERTIFICATE);
            throw new IllegalStateException(
                    "the session of a client that is not known any more"); // ends the connection
        }
        ended(session.getCreationTime() < beganMillis ? HandshakeEnd.RESUMED : HandshakeEnd.FULL);
        connection.secured(client);
    }

    private ServerConnection connection() {
        entered = true;
        String address = ClientConnection.text(client.getAddress());
        return hall.connection(
                lane,
                new ClientConnection(
                        binding.logicalPort(), binding.scheme(), address, client.getPort(), by, null, null));
    }

    private Next enter(
            ServerConnection connection,
            BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> below,
            ByteString rest) {
        return new Next.Entered(hall.flow(lane, connection, below), rest);
    }

    private Next alert(HandshakeEnd why, TlsAlert alert) {
        ended(why);
        return new Next.Refused(ByteString.fromArrayUnsafe(alert.record()));
    }

    private Next refused(Reason reason) {
        hall.cut(reason);
        return CUT;
    }

    private void ended(HandshakeEnd end) {
        TlsFront answering = front;
        if (!told && answering != null) {
            told = true;
            answering.observer().ended(end, lane.nanoTime() - beganNanos);
        }
    }
}
