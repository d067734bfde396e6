package dev.sluice.policy;

import dev.sluice.http.Fields;
import dev.sluice.http.KnownField;
import dev.sluice.http.RequestHead;
import dev.sluice.http.ResponseHead;
import dev.sluice.resource.RoutePolicy;
import dev.sluice.resource.RoutePolicy.Hsts.Preload;
import dev.sluice.resource.RoutePolicy.Hsts.SubDomains;
import java.nio.charset.StandardCharsets;

/** Says in each response by HTTPS, and in none by HTTP (RFC 6797 section 7.2), that the host wants HTTPS. */
final class Hsts implements Policy {
    private final byte[] value;

    Hsts(RoutePolicy.Hsts policy) {
        String text = "max-age=" + policy.maxAge().toSeconds()
                + (policy.subDomains() == SubDomains.INCLUDED ? "; includeSubDomains" : "")
                + (policy.preload() == Preload.ASKED ? "; preload" : "");
        this.value = text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void onResponse(ResponseHead head, RequestHead request) {
        say(head, request);
    }

    @Override
    public void onOwnAnswer(ResponseHead head, RequestHead request) {
        say(head, request);
    }

    private void say(ResponseHead head, RequestHead request) {
        if (request.scheme().equals("https")) {
            Fields fields = head.fields();
            fields.removeAll(KnownField.STRICT_TRANSPORT_SECURITY);
            fields.add(KnownField.STRICT_TRANSPORT_SECURITY, value, 0, value.length);
        }
    }

    @Override
    public String later() {
        return "responses by https say Strict-Transport-Security: " + new String(value, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "Hsts " + new String(value, StandardCharsets.US_ASCII);
    }
}
