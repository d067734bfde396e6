package dev.sluice.observe;

import dev.sluice.balance.EndpointId;
import dev.sluice.balance.EndpointRuntime;
import dev.sluice.forward.Ended;
import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.key.ResourceKey.RouteKey;
import dev.sluice.key.Version;
import dev.sluice.match.CompiledRoute;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one request, overwritten by a later one's. One thread writes; readers see a whole request or nothing, by a
 * stamp that is odd while it is written and another one behind it (a sequence lock, without waiting on either side).
 */
final class FactsSlot {
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_PATH = 1024;
    private static final VarHandle STAMP;

    static {
        try {
            STAMP = MethodHandles.lookup().findVarHandle(FactsSlot.class, "stamp", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // through STAMP
    private int stamp;

    private byte[] text = new byte[128];
    private int idLength;
    private int hostLength;
    private int pathLength;
    private boolean pathCut;
    private long endedAtMillis;
    private long durationNanos;
    private int port;
    private int status;
    private int attempts;
    private String method = "";
    private String scheme = "";
    private Reason reason = Reason.INTERNAL;
    private @Nullable RouteKey route;
    private @Nullable EndpointId endpoint;
    private @Nullable Version version;

    void write(Ended exchange, long millis) {
        int before = (int) STAMP.get(this);
        STAMP.setOpaque(this, before + 1);
        VarHandle.storeStoreFence();
        texts(exchange.head());
        RequestHead head = exchange.head();
        CompiledRoute rule = exchange.route();
        EndpointRuntime last = exchange.endpoint();
        endedAtMillis = millis;
        durationNanos = exchange.durationNanos();
        port = exchange.connection().logicalPort();
        status = exchange.status();
        attempts = exchange.attempts();
        method = head.method();
        scheme = head.scheme();
        reason = exchange.reason();
        route = rule == null ? null : rule.key();
        endpoint = last == null ? null : last.id();
        version = exchange.version();
        STAMP.setRelease(this, before + 2);
    }

    private void texts(RequestHead head) {
        Fields fields = head.fields();
        int id = fields.find(KnownField.X_REQUEST_ID);
        int host = fields.find(KnownField.HOST);
        int path = pathEnd(head);
        idLength = length(fields, id, LONGEST_ID);
        hostLength = length(fields, host, LONGEST_HOST);
        pathLength = Math.min(path, LONGEST_PATH);
        pathCut = path > LONGEST_PATH;
        int needed = idLength + hostLength + pathLength;
        if (text.length < needed) {
            text = new byte[Math.max(needed, 2 * text.length)];
        }
        copy(fields, id, 0, idLength);
        copy(fields, host, idLength, hostLength);
        System.arraycopy(head.target(), 0, text, idLength + hostLength, pathLength);
    }

    /** What is behind it, a query or a fragment, may be anybody's secret. */
    private static int pathEnd(RequestHead head) {
        byte[] target = head.target();
        int end = 0;
        while (end < head.targetLength() && target[end] != '?' && target[end] != '#') {
            end++;
        }
        return end;
    }

    private static int length(Fields fields, int index, int longest) {
        return index < 0 ? 0 : Math.min(longest, fields.valueEnd(index) - fields.valueStart(index));
    }

    private void copy(Fields fields, int index, int at, int length) {
        if (length > 0) {
            System.arraycopy(fields.bytes(), fields.valueStart(index), text, at, length);
        }
    }

    /** The request, if it has that id and is not being overwritten; else null. */
    @Nullable
    RequestFacts read(byte[] id) {
        int before = (int) STAMP.getAcquire(this);
        byte[] texts = text;
        int end = idLength + hostLength + pathLength;
        if ((before & 1) == 1
                || idLength != id.length
                || end > texts.length // a length of one request beside the texts of another
                || !Arrays.equals(texts, 0, id.length, id, 0, id.length)) {
            return null;
        }
        RequestFacts facts = facts(texts);
        VarHandle.loadLoadFence();
        return (int) STAMP.getOpaque(this) == before ? facts : null;
    }

    private @Nullable RequestFacts facts(byte[] texts) {
        int host = idLength;
        int path = host + hostLength;
        int end = path + pathLength;
        if (end > texts.length) {
            return null;
        }
        return new RequestFacts(
                Instant.ofEpochMilli(endedAtMillis),
                method,
                scheme,
                new String(texts, host, path - host, StandardCharsets.ISO_8859_1),
                new String(texts, path, end - path, StandardCharsets.ISO_8859_1),
                pathCut,
                port,
                reason,
                status,
                Optional.ofNullable(route),
                Optional.ofNullable(endpoint).map(EndpointId::authority),
                attempts,
                Duration.ofNanos(durationNanos),
                Optional.ofNullable(version));
    }
}
