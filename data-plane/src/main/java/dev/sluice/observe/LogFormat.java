package dev.sluice.observe;

import dev.sluice.balance.EndpointRuntime;
import dev.sluice.forward.Ended;
import dev.sluice.forward.Passed;
import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.match.CompiledRoute;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How a line of the access log looks. */
public enum LogFormat {
    /** The combined format of nginx and Apache, then {@code name=value} pairs. */
    TEXT(Line.Escape.HEX, Timestamp.COMBINED) {
        @Override
        void write(Line line, Ended exchange, String time) {
            RequestHead head = exchange.head();
            line.text(exchange.head().clientAddress()).text(" - - [").text(time).text("] \"");
            line.value(head.method()).raw(' ').value(head.target(), 0, head.targetLength());
            line.text(" ").text(head.version()).text("\" ").number(status(exchange));
            line.raw(' ').number(exchange.responseBytes());
            field(line.text(" \""), head, KnownField.REFERER);
            field(line.text("\" \""), head, KnownField.USER_AGENT);
            field(line.text("\" host=\""), head, KnownField.HOST);
            field(line.text("\" id=\""), head, KnownField.X_REQUEST_ID);
            route(line.text("\" route=\""), exchange);
            upstream(line.text("\" upstream="), exchange.endpoint());
            line.text(" reason=").text(exchange.reason().text());
            line.text(" attempts=").number(exchange.attempts());
            line.text(" in=").number(exchange.requestBytes());
            line.text(" time=").seconds(exchange.durationNanos());
            if (exchange.upstreamNanos() >= 0) {
                line.text(" upstream_time=").seconds(exchange.upstreamNanos());
            }
            if (!exchange.detail().isEmpty()) {
                line.text(" detail=\"").value(exchange.detail()).raw('"');
            }
            line.raw('\n');
        }

        @Override
        void write(Line line, Passed passed, String time) {
            line.text(passed.connection().clientAddress())
                    .text(" - - [")
                    .text(time)
                    .text("] \"");
            line.text("PASSTHROUGH ").value(named(passed)).text(" TLS\" 0 ").number(passed.sentBytes());
            line.text(" \"-\" \"-\" host=\"").value(named(passed)).text("\" id=\"-\" route=\"");
            route(line, passed.route());
            upstream(line.text("\" upstream="), passed.endpoint());
            line.text(" reason=").text(passed.reason().text());
            line.text(" attempts=").number(passed.attempts());
            line.text(" in=").number(passed.receivedBytes());
            line.text(" time=").seconds(passed.durationNanos());
            if (passed.connectNanos() >= 0) {
                line.text(" upstream_time=").seconds(passed.connectNanos());
            }
            if (!passed.detail().isEmpty()) {
                line.text(" detail=\"").value(passed.detail()).raw('"');
            }
            line.raw('\n');
        }
    },
    /** One JSON object a line; names as in {@link #TEXT}. */
    JSON(Line.Escape.JSON, Timestamp.ISO) {
        @Override
        void write(Line line, Ended exchange, String time) {
            RequestHead head = exchange.head();
            line.text("{\"time\":\"").text(time).text("\",\"client\":\"");
            line.text(exchange.head().clientAddress());
            line.text("\",\"method\":\"").value(head.method());
            line.text("\",\"target\":\"").value(head.target(), 0, head.targetLength());
            line.text("\",\"protocol\":\"").text(head.version());
            line.text("\",\"status\":").number(status(exchange));
            line.text(",\"bytes\":").number(exchange.responseBytes());
            field(line.text(",\"referer\":\""), head, KnownField.REFERER);
            field(line.text("\",\"agent\":\""), head, KnownField.USER_AGENT);
            field(line.text("\",\"host\":\""), head, KnownField.HOST);
            field(line.text("\",\"id\":\""), head, KnownField.X_REQUEST_ID);
            route(line.text("\",\"route\":\""), exchange);
            upstream(line.text("\",\"upstream\":\""), exchange.endpoint());
            line.text("\",\"reason\":\"").text(exchange.reason().text());
            line.text("\",\"attempts\":").number(exchange.attempts());
            line.text(",\"in\":").number(exchange.requestBytes());
            line.text(",\"duration\":").seconds(exchange.durationNanos());
            if (exchange.upstreamNanos() >= 0) {
                line.text(",\"upstream_duration\":").seconds(exchange.upstreamNanos());
            }
            if (!exchange.detail().isEmpty()) {
                line.text(",\"detail\":\"").value(exchange.detail()).raw('"');
            }
            line.text("}\n");
        }

        @Override
        void write(Line line, Passed passed, String time) {
            line.text("{\"time\":\"").text(time).text("\",\"client\":\"");
            line.text(passed.connection().clientAddress());
            line.text("\",\"method\":\"PASSTHROUGH\",\"target\":\"").value(named(passed));
            line.text("\",\"protocol\":\"TLS\",\"status\":0,\"bytes\":").number(passed.sentBytes());
            line.text(",\"host\":\"").value(named(passed));
            route(line.text("\",\"route\":\""), passed.route());
            upstream(line.text("\",\"upstream\":\""), passed.endpoint());
            line.text("\",\"reason\":\"").text(passed.reason().text());
            line.text("\",\"attempts\":").number(passed.attempts());
            line.text(",\"in\":").number(passed.receivedBytes());
            line.text(",\"duration\":").seconds(passed.durationNanos());
            if (passed.connectNanos() >= 0) {
                line.text(",\"upstream_duration\":").seconds(passed.connectNanos());
            }
            if (!passed.detail().isEmpty()) {
                line.text(",\"detail\":\"").value(passed.detail()).raw('"');
            }
            line.text("}\n");
        }
    };

    /** What nginx writes for a client that went away before it was answered. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final Line.Escape escape;
    private final DateTimeFormatter timeFormat;

    LogFormat(Line.Escape escape, DateTimeFormatter timeFormat) {
        this.escape = escape;
        this.timeFormat = timeFormat;
    }

    Line.Escape escape() {
        return escape;
    }

    DateTimeFormatter timeFormat() {
        return timeFormat;
    }

    abstract void write(Line line, Ended exchange, String time);

    /** As a request, with the server name for a target. */
    abstract void write(Line line, Passed passed, String time);

    private static String named(Passed passed) {
        return passed.serverName().isEmpty() ? "-" : passed.serverName();
    }

    private static int status(Ended exchange) {
        boolean unanswered = exchange.status() == 0 && exchange.reason() == Reason.CLIENT_ABORTED;
        return unanswered ? CLIENT_CLOSED_REQUEST : exchange.status();
    }

    private static void field(Line line, RequestHead head, KnownField field) {
        Fields fields = head.fields();
        int index = fields.find(field);
        if (index < 0) {
            line.raw('-');
        } else {
            line.value(fields.bytes(), fields.valueStart(index), fields.valueEnd(index));
        }
    }

    private static void route(Line line, Ended exchange) {
        CompiledRoute route = exchange.route();
        route(line, route == null ? null : route.key());
    }

    private static void route(Line line, @Nullable RouteKey route) {
        line.value(route == null ? "-" : route.id());
    }

    private static void upstream(Line line, @Nullable EndpointRuntime endpoint) {
        if (endpoint == null) {
            line.raw('-');
            return;
        }
        String address = endpoint.id().address().text();
        if (endpoint.id().address().ipv6()) {
            line.raw('[').text(address).raw(']');
        } else {
            line.text(address);
        }
        line.raw(':').number(endpoint.id().port());
    }
}
