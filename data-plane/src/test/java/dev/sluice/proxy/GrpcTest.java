package dev.sluice.proxy;

import static dev.sluice.proxy.GrpcService.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** gRPC through the proxy: a client and a server of grpc-java. */
class GrpcTest {
    private static final Metadata.Key<String> ASCII = Metadata.Key.of("asked", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("asked-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final GrpcService service = new GrpcService();
    private final AtomicReference<Metadata> seen = new AtomicReference<>();
    private Server server;
    private Proxy proxy;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .maxInboundMessageSize(16 << 20)
                .addService(ServerInterceptors.intercept(service.definition(), new Seen()))
                .build()
                .start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenSockets().getFirst();
        proxy = Proxy.start(
                EngineUnderTest.NETTY,
                Proxy.table()
                        .route("a.example", "/", "grpc")
                        .h2c("grpc", address)
                        .route("empty.example", "/", "empty")
                        .h2c("empty")
                        .serve());
        channel = channel("a.example");
    }

    private ManagedChannel channel(String authority) {
        return NettyChannelBuilder.forAddress(proxy.address)
                .overrideAuthority(authority)
                .usePlaintext()
                .maxInboundMessageSize(16 << 20)
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        proxy.close();
        server.shutdownNow();
    }

    private final class Seen implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            seen.set(headers);
            return next.startCall(call, headers);
        }
    }

    @Test
    void aCallPassesWithItsMetadata() throws Exception {
        Metadata asked = new Metadata();
        asked.put(ASCII, "for");
        asked.put(BINARY, new byte[] {0, 1, -1});
        String answer = ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(asked)),
                GrpcService.UNARY,
                CallOptions.DEFAULT,
                "hello");
        assertThat(answer).isEqualTo("<hello>");
        assertThat(seen.get().get(ASCII)).isEqualTo("for");
        assertThat(seen.get().get(BINARY)).containsExactly(0, 1, -1);
        assertThat(proxy.logged()).contains("POST /test.Service/unary HTTP/2.0\" 200 ", "reason=forwarded");
    }

    @Test
    void largeMessagesPassBothWays() {
        String large = "x".repeat(5 << 20);
        assertThat(ClientCalls.blockingUnaryCall(call(channel, GrpcService.UNARY), large))
                .hasSize((5 << 20) + 2);
    }

    @Test
    void aStatusComesWithItsMessageAndTrailers() {
        StatusRuntimeException failed = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(call(channel, GrpcService.UNARY), "fail please"));
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(failed.getStatus().getDescription()).isEqualTo("no: é");
        assertThat(failed.getTrailers().get(Metadata.Key.of("why", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("fail please");
    }

    @Test
    void aServerStreams() {
        Iterator<String> answers =
                ClientCalls.blockingServerStreamingCall(call(channel, GrpcService.MANY_BACK), "1000");
        List<String> all = new ArrayList<>();
        answers.forEachRemaining(all::add);
        assertThat(all).hasSize(1000).startsWith("message 0").endsWith("message 999");
    }

    @Test
    void aClientStreams() throws Exception {
        Answers answers = new Answers();
        StreamObserver<String> there =
                ClientCalls.asyncClientStreamingCall(call(channel, GrpcService.MANY_THERE), answers);
        there.onNext("a");
        there.onNext("b");
        there.onCompleted();
        assertThat(answers.next()).isEqualTo("a;b;");
    }

    @Test
    void bothStreamAndEachMessageIsAnsweredBeforeTheNext() throws Exception {
        Answers answers = new Answers();
        StreamObserver<String> there = ClientCalls.asyncBidiStreamingCall(call(channel, GrpcService.BOTH), answers);
        for (int i = 0; i < 100; i++) {
            there.onNext("ping " + i);
            assertThat(answers.next()).isEqualTo("ping " + i);
        }
        there.onCompleted();
        assertThat(answers.next()).isEqualTo("completed");
    }

    @Test
    void aDeadlineThatPassesCancelsTheCallAtTheServer() throws Exception {
        StatusRuntimeException late = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(
                        channel,
                        GrpcService.SILENT,
                        CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS),
                        "x"));
        assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(service.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen.get().keys()).contains("grpc-timeout");
    }

    @Test
    void aCallThatTheClientCancelsIsCancelledAtTheServer() throws Exception {
        var call = call(channel, GrpcService.SILENT);
        var answer = ClientCalls.futureUnaryCall(call, "x");
        assertThat(service.begun.await(10, TimeUnit.SECONDS)).isTrue();
        answer.cancel(true);
        assertThat(service.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(proxy.logged()).contains("reason=client-aborted");
    }

    @Test
    void aServerThatDiesMakesTheCallFailSoThatItIsTriedAgain() throws Exception {
        var answer = ClientCalls.futureUnaryCall(call(channel, GrpcService.SILENT), "x");
        assertThat(service.begun.await(10, TimeUnit.SECONDS)).isTrue();
        server.shutdownNow();
        var failed = catchThrowableOfType(
                java.util.concurrent.ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));
        assertThat(Status.fromThrowable(failed).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void whereThereIsNoEndpointACallIsUnavailable() throws Exception {
        ManagedChannel empty = channel("empty.example");
        StatusRuntimeException failed = catchThrowableOfType(
                StatusRuntimeException.class, () -> ClientCalls.blockingUnaryCall(call(empty, GrpcService.UNARY), "x"));
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failed.getStatus().getDescription()).isEqualTo("sluice: no-endpoint");
        proxy.assertLogged(200, "no-endpoint");
        empty.shutdownNow();
    }

    @Test
    void whereThereIsNoRouteAMethodIsUnimplemented() {
        ManagedChannel nowhere = channel("nowhere.example");
        StatusRuntimeException failed = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(call(nowhere, GrpcService.UNARY), "x"));
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        nowhere.shutdownNow();
    }

    /** What comes back, in order; {@code completed} at the end, or what failed. */
    private static final class Answers implements StreamObserver<String> {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return all.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public void onNext(String message) {
            all.add(message);
        }

        @Override
        public void onError(Throwable cause) {
            all.add(cause.toString());
        }

        @Override
        public void onCompleted() {
            all.add("completed");
        }
    }
}
