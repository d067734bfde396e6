package dev.sluice.proxy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A gRPC service whose messages are texts, with one method of each kind. */
final class GrpcService {
    static final MethodDescriptor<String, String> UNARY = method("unary", MethodType.UNARY);
    static final MethodDescriptor<String, String> MANY_BACK = method("manyBack", MethodType.SERVER_STREAMING);
    static final MethodDescriptor<String, String> MANY_THERE = method("manyThere", MethodType.CLIENT_STREAMING);
    static final MethodDescriptor<String, String> BOTH = method("both", MethodType.BIDI_STREAMING);
    static final MethodDescriptor<String, String> SILENT = method("silent", MethodType.UNARY);

    /** Counted down when a call of {@link #SILENT} has begun, and when it has been cancelled. */
    final CountDownLatch begun = new CountDownLatch(1);

    final CountDownLatch cancelled = new CountDownLatch(1);

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.<String, String>newBuilder(new Text(), new Text())
                .setFullMethodName("test.Service/" + name)
                .setType(type)
                .build();
    }

    static ClientCall<String, String> call(Channel channel, MethodDescriptor<String, String> method) {
        return channel.newCall(method, CallOptions.DEFAULT);
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder("test.Service")
                .addMethod(UNARY, ServerCalls.asyncUnaryCall(GrpcService::unary))
                .addMethod(MANY_BACK, ServerCalls.asyncServerStreamingCall(GrpcService::manyBack))
                .addMethod(MANY_THERE, ServerCalls.asyncClientStreamingCall(Joined::new))
                .addMethod(BOTH, ServerCalls.asyncBidiStreamingCall(Echo::new))
                .addMethod(SILENT, ServerCalls.asyncUnaryCall(this::silent))
                .build();
    }

    private static void unary(String request, StreamObserver<String> answer) {
        if (request.startsWith("fail ")) {
            Metadata trailers = new Metadata();
            trailers.put(Metadata.Key.of("why", Metadata.ASCII_STRING_MARSHALLER), request);
            answer.onError(new StatusRuntimeException(Status.FAILED_PRECONDITION.withDescription("no: é"), trailers));
            return;
        }
        answer.onNext("<" + request + ">");
        answer.onCompleted();
    }

    private static void manyBack(String request, StreamObserver<String> answer) {
        for (int i = 0; i < Integer.parseInt(request); i++) {
            answer.onNext("message " + i);
        }
        answer.onCompleted();
    }

    private void silent(String request, StreamObserver<String> answer) {
        ((ServerCallStreamObserver<String>) answer).setOnCancelHandler(cancelled::countDown);
        begun.countDown();
    }

    private static class Echo implements StreamObserver<String> {
        final StreamObserver<String> answer;

        Echo(StreamObserver<String> answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(String message) {
            answer.onNext(message);
        }

        @Override
        public void onError(Throwable cause) {
            // the client is gone, and nobody is left to be told
        }

        @Override
        public void onCompleted() {
            answer.onCompleted();
        }
    }

    private static final class Joined extends Echo {
        private final StringBuilder all = new StringBuilder();

        Joined(StreamObserver<String> answer) {
            super(answer);
        }

        @Override
        public void onNext(String message) {
            all.append(message).append(';');
        }

        @Override
        public void onCompleted() {
            answer.onNext(all.toString());
            answer.onCompleted();
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
