package dev.sluice.bench.load;

import dev.sluice.bench.load.peer.Server;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One thing that is compared, over rounds in which the proxies take turns. */
interface Part {
    /** All parts, in the order in which they run. */
    List<String> NAMES = List.of("http1", "latency", "bodies", "tls", "handshakes", "http2", "allocation", "idle");

    String name();

    List<Setting> settings();

    /** Whether this proxy can do it. */
    boolean suits(Server server);

    /**
     * One round of one proxy.
     *
     * @throws IOException if it cannot be measured
     */
    Map<Metric, Double> measure(Server server, Setting setting, int seconds) throws IOException, InterruptedException;

    /** By what proxies are compared. */
    static Metric leading(String part) {
        return switch (part) {
            case "latency" -> Metric.P99_MICROS;
            case "allocation" -> Metric.ALLOCATED_BYTES;
            case "idle" -> Metric.KIB_PER_CONNECTION;
            default -> Metric.REQUESTS_PER_SECOND;
        };
    }

    /** How long a JVM runs something, in each setting, until its second compiler has seen it. */
    static int warmUpSeconds(String part) {
        return switch (part) {
            case "http1", "http2", "latency" -> 8;
            case "handshakes" -> 12;
            case "tls" -> 6;
            case "bodies" -> 4;
            default -> 2;
        };
    }

    /** What a part measures, for readers of the report. */
    static String meaning(String part) {
        return switch (part) {
            case "http1" ->
                "Closed loop (wrk) of small HTTP/1.1 requests on kept connections. CPU is that of the proxy's processes.";
            case "latency" ->
                "Open loop: requests at fixed moments, half as many as the slower of nginx and HAProxy can take, latency from the"
                        + " moment each was due. `backend` is the generator asking the backend directly: its own floor.";
            case "bodies" -> "Closed loop (wrk), 64 connections, larger response bodies.";
            case "tls" -> "Closed loop (wrk) of small requests on kept TLS 1.3 connections (TLS_AES_128_GCM_SHA256).";
            case "handshakes" ->
                "Closed loop of small requests, each with a connection and a full TLS 1.3 handshake of its own (ECDSA P-256); that"
                        + " no session was resumed is counted by the certificates that came.";
            case "http2" -> "Closed loop (h2load) of small requests, 16 connections with 32 streams each.";
            case "allocation" -> "What the JVM of the data plane allocates for each small request.";
            case "idle" ->
                "Resident memory before and with idle TLS connections, each of which had one request, of a proxy newly started and"
                        + " warmed up.";
            default -> throw new IllegalArgumentException("unknown part " + part + ": expected some of " + NAMES);
        };
    }
}
