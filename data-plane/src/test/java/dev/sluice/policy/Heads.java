package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.RequestHead;
import dev.sluice.http.RequestRules;
import java.nio.charset.StandardCharsets;

/** Request heads as the pipeline hands them to policies. */
final class Heads {
    private Heads() {}

    static RequestHead of(String scheme, String host, String target) {
        RequestHead head = target(scheme, target);
        head.fields().add("Host", host);
        return checked(head);
    }

    static RequestHead withoutHost(String scheme, String target) {
        RequestHead head = target(scheme, target);
        head.minorVersion(0);
        return checked(head);
    }

    private static RequestHead target(String scheme, String target) {
        RequestHead head = new RequestHead();
        head.method("GET");
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        head.target(bytes, 0, bytes.length);
        head.origin(scheme, "192.0.2.7");
        return head;
    }

    private static RequestHead checked(RequestHead head) {
        assertThat(new RequestRules().check(head)).isNull();
        return head;
    }
}
