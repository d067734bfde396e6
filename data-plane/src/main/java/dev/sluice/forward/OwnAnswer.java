package dev.sluice.forward;

import dev.sluice.http.Fields;
import dev.sluice.http.Framing;
import dev.sluice.http.KnownField;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import java.nio.charset.StandardCharsets;

/** Answers of Sluice's own: what happened, in three lines of plain text that tell nothing about what is behind. */
final class OwnAnswer {
    private OwnAnswer() {}

    /**
     * Fills the head of an answer.
     *
     * @return its body, empty if the status allows none
     */
    static byte[] fill(ResponseHead response, int status, Reason reason, RequestHead request) {
        if (GrpcAnswer.asked(request)) {
            GrpcAnswer.fill(response, status, reason);
            return new byte[0];
        }
        String phrase = StatusText.of(status);
        response.clear();
        response.status(status);
        response.reasonPhrase(phrase);
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        byte[] body = (status + " " + phrase + "\nreason: " + reason.text() + "\nrequest: " + id(request) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        response.framing(Framing.LENGTH, body.length);
        response.fields().add(KnownField.CONTENT_TYPE, "text/plain; charset=utf-8");
        // A cache may keep a 404 for as long as it likes (RFC 9110 section 15.1), routes change at any time.
        response.fields().add("Cache-Control", "no-store");
        return body;
    }

    private static String id(RequestHead request) {
        Fields fields = request.fields();
        int index = fields.find(KnownField.X_REQUEST_ID);
        return index < 0 ? "-" : fields.value(index);
    }
}
