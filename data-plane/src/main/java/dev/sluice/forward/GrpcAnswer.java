package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import java.nio.charset.StandardCharsets;

/**
 * Answers of Sluice's own to calls of gRPC, whose clients look for a grpc-status and not for one of HTTP: a response that is
 * all head ("Trailers-Only").
 */
final class GrpcAnswer {
    private static final byte[] TYPE = "application/grpc".getBytes(StandardCharsets.US_ASCII);

    private GrpcAnswer() {}

    /** Whether the request is a call: over HTTP/2, with a content type of gRPC ({@code application/grpc[+codec]}). */
    static boolean asked(RequestHead request) {
        if (request.majorVersion() != 2) {
            return false;
        }
        Fields fields = request.fields();
        int type = fields.find(KnownField.CONTENT_TYPE);
        return type >= 0 && grpc(fields.bytes(), fields.valueStart(type), fields.valueEnd(type));
    }

    private static boolean grpc(byte[] bytes, int start, int end) {
        int behind = start + TYPE.length;
        if (end < behind) {
            return false;
        }
        for (int i = 0; i < TYPE.length; i++) {
            if ((bytes[start + i] | 0x20) != (TYPE[i] | 0x20)) {
                return false;
            }
        }
        return end == behind || bytes[behind] == '+' || bytes[behind] == ';'; // grpc-web is something else
    }

    /** Fills the head of an answer that would have this status for everybody else. */
    static void fill(ResponseHead response, int status, Reason reason) {
        response.clear();
        response.status(200);
        response.fields().add(KnownField.CONTENT_TYPE, "application/grpc");
        response.fields().add("grpc-status", Integer.toString(code(status)));
        response.fields().add("grpc-message", "sluice: " + reason.text());
    }

    /** As clients map a status of HTTP that comes instead of one of gRPC (doc/http-grpc-status-mapping.md of gRPC). */
    private static int code(int status) {
        return switch (status) {
            case 400 -> 13; // INTERNAL
            case 401 -> 16; // UNAUTHENTICATED
            case 403 -> 7; // PERMISSION_DENIED
            case 404 -> 12; // UNIMPLEMENTED
            case 413, 431 -> 8; // RESOURCE_EXHAUSTED
            case 429, 502, 503, 504 -> 14; // UNAVAILABLE
            case 500 -> 13; // INTERNAL
            default -> 2; // UNKNOWN
        };
    }
}
