package dev.sluice.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestRules;
import java.nio.charset.StandardCharsets;

/** Request heads for tests, read as an engine's are. */
final class Requests {
    private Requests() {}

    static RequestHead get(String host, String target) {
        return request("GET", host, target);
    }

    /** @param fields names and values in turn; a missing host makes an HTTP/1.0 request */
    static RequestHead request(String method, String host, String target, String... fields) {
        RequestHead head = new RequestHead();
        head.method(method);
        if (host.isEmpty()) {
            head.minorVersion(0);
        } else {
            head.fields().add("Host", host);
        }
        for (int i = 0; i < fields.length; i += 2) {
            head.fields().add(fields[i], fields[i + 1]);
        }
        byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
        head.target(bytes, 0, bytes.length);
        assertThat(new RequestRules().check(head)).as("%s %s", host, target).isNull();
        return head;
    }
}
