package dev.sluice.watch.kubernetes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final String TEXT = "no answer within 20 ms";

    private static Deadline soon() {
        return Deadline.in(Duration.ofMillis(20), "answer");
    }

    @Test
    void whatDoesNotComeIsNamedWithTheLimit() {
        assertThatThrownBy(() -> soon().await(new CompletableFuture<>()))
                .isInstanceOf(IOException.class)
                .hasMessage(TEXT);
        assertThatThrownBy(() -> soon().await(new LinkedBlockingQueue<>()))
                .isInstanceOf(IOException.class)
                .hasMessage(TEXT);
    }

    @Test
    void aClientThatNoticesTheSameLimitFirstIsToldInTheSameWords() {
        Throwable wrapped = new IOException(new TimeoutException("The timeout period has been exceeded"));
        assertThatThrownBy(() -> soon().await(CompletableFuture.failedFuture(wrapped)))
                .isInstanceOf(IOException.class)
                .hasMessage(TEXT);
    }

    @Test
    void whatGoesWrongBeforeIsToldAsItIs() {
        assertThatThrownBy(() -> soon().await(CompletableFuture.failedFuture(new IOException("Connection refused"))))
                .isInstanceOf(IOException.class)
                .hasMessage("Connection refused");
    }
}
