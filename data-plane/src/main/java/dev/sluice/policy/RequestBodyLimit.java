package dev.sluice.policy;

import dev.sluice.http.Framing;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** Refuses bodies that are too long: by what they say before anything is forwarded, else by what has come. */
final class RequestBodyLimit implements Policy {
    private static final Step TOO_LARGE = Step.Respond.with(Reason.BODY_TOO_LARGE);

    private final long maxBytes;

    RequestBodyLimit(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public Step onRequest(RequestHead head) {
        return head.framing() == Framing.LENGTH && head.contentLength() > maxBytes ? TOO_LARGE : Step.NEXT;
    }

    @Override
    public @Nullable Reason onRequestBytes(long bytesSoFar) {
        return bytesSoFar > maxBytes ? Reason.BODY_TOO_LARGE : null;
    }

    @Override
    public String later() {
        return "a body that turns out longer than " + maxBytes + " bytes is answered 413";
    }

    @Override
    public String toString() {
        return "RequestBodyLimit " + maxBytes;
    }
}
