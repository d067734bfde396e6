package dev.sluice.engine.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForwardingTest {
    @ParameterizedTest
    @EnumSource(TransportChoice.class)
    void aRequestAndItsResponsePassOnEveryTransport(TransportChoice transport) throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = new ProxyFixture(
                        backend.address(), ProxyFixture.settings().withTransport(transport));
                RawClient client = proxy.client()) {
            client.send("GET /a?b=c HTTP/1.1\r\nHost: one.example\r\nX-Odd:  \tvalue \r\n\r\n");
            assertThat(client.response())
                    .startsWith("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: ")
                    .endsWith("hello");
            assertThat(backend.nextHead())
                    .isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: one.example\r\nX-Odd:  \tvalue \r\n\r\n");
        }
    }

    @Test
    void oneBackendConnectionServesOneRequestAfterTheOther() throws Exception {
        try (RawBackend backend = RawBackend.hello();
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            for (int i = 0; i < 100; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(client.response()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("hello");
            }
            assertThat(backend.accepted).hasValue(1);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (RawBackend backend = new RawBackend(connection -> {
                    for (String head = connection.head(); head != null; head = connection.head()) {
                        String path = head.substring(4, head.indexOf(' ', 4));
                        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    }
                });
                ProxyFixture proxy = ProxyFixture.inFrontOf(backend);
                RawClient client = proxy.client()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            client.send(requests.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(client.response()).endsWith("\r\n\r\n/" + i);
            }
        }
    }
}
