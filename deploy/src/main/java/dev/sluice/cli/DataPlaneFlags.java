package dev.sluice.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of every mode that has a data plane. */
final class DataPlaneFlags {
    private static final String AT = "sluice.data-plane.";
    static final String CONTROL_PLANES = AT + "control-planes";
    static final String FLEET = AT + "fleet";
    static final String NODE = AT + "node";
    static final String BIND = AT + "bind";
    static final String ADMIN_BIND = AT + "admin-bind";
    static final String STATE_DIR = AT + "state-dir";
    static final String DRAIN_GRACE = AT + "drain.grace";
    static final String DRAIN_SPREAD = AT + "drain.spread";

    @Option(names = "--http-port", paramLabel = "PORT", description = "Traffic. Default 8080; 0 takes a free port.")
    @Nullable
    Integer httpPort;

    @Option(
            names = "--https-port",
            paramLabel = "PORT",
            description = "Traffic within TLS. Default 8443; 0 takes a free port.")
    @Nullable
    Integer httpsPort;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description = "/healthz, /readyz, /metrics, /debug/state, /drain. Default 9090; 0 takes a free port.")
    @Nullable
    Integer adminPort;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS[,ADDRESS]",
            description = "Addresses on which traffic is accepted (:: is IPv6 and IPv4). Default loopback in demo and"
                    + " standalone, else all of IPv4.")
    @Nullable
    String bind;

    @Option(
            names = "--proxy-protocol",
            description = "Load balancers send a PROXY header (version 1 or 2) first; needs --proxy-trusted.")
    @Nullable
    Boolean proxyProtocol;

    @Option(
            names = "--proxy-trusted",
            paramLabel = "CIDR[,CIDR]",
            description = "Networks of the load balancers whose PROXY header is believed; others are refused.")
    @Nullable
    String proxyTrusted;

    @Option(
            names = "--forwarded-trusted",
            paramLabel = "CIDR[,CIDR]",
            description = "Networks of proxies in front whose X-Forwarded-* (or Forwarded) is believed. Default none.")
    @Nullable
    String forwardedTrusted;

    @Option(
            names = "--health-path",
            paramLabel = "PATH",
            description =
                    "Where load balancers ask on the traffic port, by address. Default /healthz; empty for nowhere.")
    @Nullable
    String healthPath;

    @Option(
            names = "--handover-socket",
            paramLabel = "PATH",
            description =
                    "Unix socket over which a second data plane on this machine takes the ports over; the first one"
                            + " then drains and ends. Needs epoll.")
    @Nullable
    String handoverSocket;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "netty (default), or akka-http for trusted networks.")
    @Nullable
    String engine;

    @Option(
            names = "--transport",
            paramLabel = "TRANSPORT",
            description = "Of engine netty: auto (default), io_uring, epoll or nio.")
    @Nullable
    String transport;

    @Option(
            names = "--access-log",
            paramLabel = "WHERE",
            description = "off, stdout, or a file. Default stdout, off in demo.")
    @Nullable
    String accessLog;

    @Option(
            names = "--access-log-format",
            paramLabel = "FORMAT",
            description = "text (default; combined, then name=value) or json: one object a line.")
    @Nullable
    String accessLogFormat;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where the last good state is kept; private keys in it are encrypted with the variable"
                    + " SLUICE_STATE_KEY (32 bytes in base64; SLUICE_STATE_KEY_FILE names a file), else left out.")
    @Nullable
    String stateDir;

    void into(Flags flags) {
        flags.set("--http-port", AT + "http-port", httpPort);
        flags.set("--https-port", AT + "https-port", httpsPort);
        flags.set("--admin-port", AT + "admin-port", adminPort);
        flags.set("--bind", AT + "bind", bind);
        flags.set("--proxy-protocol", AT + "proxy-protocol.accept", proxyProtocol);
        flags.set("--proxy-trusted", AT + "proxy-protocol.trusted", proxyTrusted);
        flags.set("--forwarded-trusted", AT + "forwarded.trusted", forwardedTrusted);
        flags.set("--health-path", AT + "health.path", healthPath);
        flags.set("--handover-socket", AT + "handover.socket", handoverSocket);
        flags.set("--engine", AT + "engine", engine);
        flags.set("--transport", AT + "transport", transport);
        flags.set("--access-log", AT + "access-log", accessLog);
        flags.set("--access-log-format", AT + "access-log-format", accessLogFormat);
        flags.set("--state-dir", AT + "state-dir", stateDir);
    }
}
