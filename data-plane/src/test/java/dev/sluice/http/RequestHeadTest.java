package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestHeadTest {
    @Test
    void whatALongTargetHasTakenIsNotKeptForTheNextRequest() {
        RequestHead head = new RequestHead();
        byte[] target = ("/" + "x".repeat(8000)).getBytes(StandardCharsets.US_ASCII);
        head.target(target, 0, target.length);
        head.path().read(head.target(), head.targetLength());
        assertThat(head.path().bytes()).hasSizeGreaterThan(8000);
        head.clear();
        assertThat(head.target()).hasSizeLessThanOrEqualTo(2048);
        assertThat(head.path().bytes()).hasSizeLessThanOrEqualTo(2048);
        head.target(target, 0, 5);
        head.path().read(head.target(), head.targetLength());
        assertThat(head.path().toString()).contains("/xxxx");
    }
}
