package dev.sluice.bench.scale;

/** What an API server says when it refuses. */
final class Status {
    private Status() {}

    static String of(int code, String message) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\""
                + message + "\",\"code\":" + code + "}";
    }
}
