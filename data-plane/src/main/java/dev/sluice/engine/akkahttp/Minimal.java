package dev.sluice.engine.akkahttp;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.headers.Connection;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.sluice.http.Framing;
import dev.sluice.http.RequestHead;

/**
 * What Akka HTTP is shown instead of the real heads: enough to frame the body and to keep or close the connection, so that
 * none of its leniencies and rewritings ({@code docs/engines.md}) can touch what passes.
 */
final class Minimal {
    private static final ByteString REFUSED =
            ByteString.fromString("GET / HTTP/1.1\r\nHost: s\r\nConnection: close\r\n\r\n");
    private static final ByteString EMPTY = ByteString.fromString("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    private static final ByteString CHUNKED =
            ByteString.fromString("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    private static final ByteString UNTIL_CLOSE = ByteString.fromString("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    private static final Connection CLOSE = Connection.create("close");

    private Minimal() {}

    /** The text of a request that Akka HTTP's parser gets. */
    static ByteString requestText(RequestHead head, boolean close) {
        StringBuilder text = new StringBuilder(96);
        boolean body = head.framing() != Framing.NONE;
        text.append(body ? "POST" : head.method().equals("HEAD") ? "HEAD" : "GET")
                .append(head.minorVersion() == 0 ? " / HTTP/1.0\r\nHost: s\r\n" : " / HTTP/1.1\r\nHost: s\r\n");
        if (head.framing() == Framing.CHUNKED) {
            text.append("Transfer-Encoding: chunked\r\n");
        } else if (body) {
            text.append("Content-Length: ").append(head.contentLength()).append("\r\n");
        }
        if (close) {
            text.append("Connection: close\r\n");
        } else if (head.minorVersion() == 0) {
            text.append("Connection: keep-alive\r\n");
        }
        return ByteString.fromString(text.append("\r\n").toString());
    }

    /** What Akka HTTP's parser gets for a request that is refused. */
    static ByteString refusedText() {
        return REFUSED;
    }

    /** The text of a response that Akka HTTP's parser gets. */
    static ByteString responseText(Framing framing, long length) {
        return switch (framing) {
            case NONE -> EMPTY;
            case LENGTH -> ByteString.fromString("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
            case CHUNKED -> CHUNKED;
            case UNTIL_CLOSE -> UNTIL_CLOSE;
        };
    }

    static HttpResponse response(ResponseEntity entity, boolean close) {
        HttpResponse response = HttpResponse.create().withEntity(entity);
        return close ? response.addHeader(CLOSE) : response;
    }

    static ResponseEntity entity(Framing framing, long length, Source<ByteString, ?> body) {
        return switch (framing) {
            case NONE -> HttpEntities.EMPTY;
            case LENGTH -> HttpEntities.create(ContentTypes.NO_CONTENT_TYPE, length, body);
            case CHUNKED -> HttpEntities.createChunked(ContentTypes.NO_CONTENT_TYPE, body);
            case UNTIL_CLOSE -> HttpEntities.createCloseDelimited(ContentTypes.NO_CONTENT_TYPE, body);
        };
    }

    static HttpRequest request(boolean head) {
        return HttpRequest.create("/").withMethod(head ? HttpMethods.HEAD : HttpMethods.GET);
    }

    static HttpRequest request(Framing framing, long length, Source<ByteString, ?> body) {
        RequestEntity entity = framing == Framing.CHUNKED
                ? HttpEntities.createChunked(ContentTypes.NO_CONTENT_TYPE, body)
                : HttpEntities.create(ContentTypes.NO_CONTENT_TYPE, length, body);
        return HttpRequest.create("/").withMethod(HttpMethods.POST).withEntity(entity);
    }
}
