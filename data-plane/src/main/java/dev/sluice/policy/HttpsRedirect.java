package dev.sluice.policy;

import dev.sluice.http.Authority;
import dev.sluice.http.Reason;
import dev.sluice.http.RequestHead;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.HttpsRedirect.TrailingSlash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** Sends requests that came by plain HTTP to the same place by HTTPS. Those that came by HTTPS cost one comparison. */
final class HttpsRedirect implements Policy {
    private static final Step NO_HOST = Step.Respond.with(Reason.BAD_HOST);

    private final int status;
    private final byte[][] exceptPrefixes;
    private final boolean strip;

    HttpsRedirect(RoutePolicy.HttpsRedirect policy) {
        this.status = policy.status();
        this.exceptPrefixes = Stream.concat(
                        Stream.of(RoutePolicy.HttpsRedirect.ACME_CHALLENGES), policy.exceptPrefixes().stream())
                .map(prefix -> prefix.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.strip = policy.trailingSlash() == TrailingSlash.STRIP;
    }

    @Override
    public Step onRequest(RequestHead head) {
        if (head.scheme().equals("https") || excepted(head)) {
            return Step.NEXT;
        }
        Authority authority = head.authority();
        // Only HTTP/1.0 may come without a host: there is no place to send it to.
        return authority.length() == 0 ? NO_HOST : new Step.Redirect(Reason.HTTPS_REDIRECT, status, location(head));
    }

    private boolean excepted(RequestHead head) {
        for (byte[] prefix : exceptPrefixes) {
            if (begins(head.target(), head.targetLength(), prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(byte[] target, int length, byte[] prefix) {
        return length >= prefix.length && Arrays.equals(target, 0, prefix.length, prefix, 0, prefix.length);
    }

    private String location(RequestHead head) {
        byte[] target = head.target();
        // Asterisk form (RFC 9112 section 3.2.4) asks for no path.
        int end = head.targetLength() == 1 && target[0] == '*' ? 0 : head.targetLength();
        int kept = strip && end > 0 && target[end - 1] == '/' ? end - 1 : end;
        return "https://" + head.authority() + new String(target, 0, kept, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "HttpsRedirect " + status;
    }
}
