package dev.sluice.watch.kubernetes;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The sentence in a meta/v1 Status, at most 300 characters; empty for any other body. */
final class ErrorBody {
    private static final int LONGEST = 300;

    private ErrorBody() {}

    static String message(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return "";
        }
        try {
            String message = JsonTree.text(JsonTree.of(body), "message");
            return message.length() > LONGEST ? message.substring(0, LONGEST) : message;
        } catch (IOException e) {
            return ""; // a proxy's page instead of a Status: the code has to do
        }
    }
}
