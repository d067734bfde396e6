package dev.sluice.engine.netty.http1;

import dev.sluice.http.Reason;
import java.util.stream.Stream;

/**
 * A request that is refused by its head.
 *
 * @param name what is wrong
 * @param text one char a byte
 */
public record MalformedRequest(String name, Reason reason, String text) {
    private static final String LINE = "GET / HTTP/1.1\r\n";
    private static final String HOST = "Host: a\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    public static Stream<MalformedRequest> all() {
        return Stream.of(requestLines(), versions(), hosts(), fieldLines(), framings(), targets(), sizes())
                .flatMap(cases -> cases);
    }

    private static Stream<MalformedRequest> requestLines() {
        return Stream.of(
                bad("bare LF behind the request line", "GET / HTTP/1.1\n" + HOST + "\r\n"),
                bad("bare CR in the request line", "GET /\rHTTP/1.1\r\n" + HOST + "\r\n"),
                bad("CR CR LF", "GET / HTTP/1.1\r\r\n" + HOST + "\r\n"),
                bad("two spaces before the target", "GET  / HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("two spaces before the version", "GET /  HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("a space behind the version", "GET / HTTP/1.1 \r\n" + HOST + "\r\n"),
                bad("a tab for a space", "GET\t/ HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("a leading space", " GET / HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("no target", "GET HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("HTTP/0.9", "GET /\r\n"),
                bad("two empty lines before", "\r\n\r\n" + LINE + HOST + "\r\n"),
                bad("an empty line of a bare LF before", "\n" + LINE + HOST + "\r\n"),
                bad("a method that is no token", "G@T / HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("a method of 33 bytes", "M".repeat(33) + " / HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("TLS to a plain port", "\u0016\u0003\u0001\u0002\u0000\u0001"),
                bad("NUL", "\u0000"));
    }

    private static Stream<MalformedRequest> versions() {
        return Stream.of(
                new MalformedRequest("HTTP/2.0", Reason.HTTP_VERSION, "GET / HTTP/2.0\r\n" + HOST + "\r\n"),
                new MalformedRequest("HTTP/1.2", Reason.HTTP_VERSION, "GET / HTTP/1.2\r\n" + HOST + "\r\n"),
                new MalformedRequest("HTTP/0.9 in words", Reason.HTTP_VERSION, "GET / HTTP/0.9\r\n" + HOST + "\r\n"),
                bad("lower case", "GET / http/1.1\r\n" + HOST + "\r\n"),
                bad("a long version", "GET / HTTP/1.10\r\n" + HOST + "\r\n"),
                bad("a short version", "GET / HTTP/1\r\n" + HOST + "\r\n"),
                bad("another protocol", "GET / ICAP/1.0\r\n" + HOST + "\r\n"),
                bad("a comma", "GET / HTTP/1,1\r\n" + HOST + "\r\n"));
    }

    private static Stream<MalformedRequest> hosts() {
        return Stream.of(
                host("no Host", LINE + "\r\n"),
                host("two Hosts", LINE + HOST + HOST + "\r\n"),
                host("two Hosts that differ", LINE + HOST + "host: b\r\n\r\n"),
                host("a Host with a path", LINE + "Host: a/b\r\n\r\n"),
                host("a Host with user information", LINE + "Host: u@a\r\n\r\n"),
                host("a list of Hosts", LINE + "Host: a, b\r\n\r\n"),
                host("a bad port", LINE + "Host: a:b\r\n\r\n"));
    }

    private static Stream<MalformedRequest> fieldLines() {
        return Stream.of(
                bad("bare LF behind a field", LINE + "Host: a\n\r\n"),
                bad("bare LF for the empty line", LINE + HOST + "\n"),
                bad("bare CR in a value", LINE + HOST + "X: a\rb\r\n\r\n"),
                bad("folding with a space", LINE + HOST + "X: a\r\n b\r\n\r\n"),
                bad("folding with a tab", LINE + HOST + "X: a\r\n\tb\r\n\r\n"),
                bad("folding before the first field", LINE + " X: a\r\n" + HOST + "\r\n"),
                bad("a space before the colon", LINE + "Host : a\r\n\r\n"),
                bad("a tab before the colon", LINE + "Host\t: a\r\n\r\n"),
                bad("no colon", LINE + HOST + "X\r\n\r\n"),
                bad("no name", LINE + HOST + ": x\r\n\r\n"),
                bad("a name that is no token", LINE + HOST + "X(Y): z\r\n\r\n"),
                bad("a name above ASCII", LINE + HOST + "X\u00e4: z\r\n\r\n"),
                bad("NUL in a name", LINE + HOST + "X\u0000: z\r\n\r\n"),
                bad("NUL in a value", LINE + HOST + "X: a\u0000b\r\n\r\n"),
                bad("BEL in a value", LINE + HOST + "X: a\u0007b\r\n\r\n"),
                bad("ESC in a value", LINE + HOST + "X: \u001b[2J\r\n\r\n"),
                bad("DEL in a value", LINE + HOST + "X: a\u007f\r\n\r\n"));
    }

    private static Stream<MalformedRequest> framings() {
        return Stream.of(
                framing("both lengths", POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                framing("both lengths, otherwise", POST + "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n"),
                framing("two Content-Lengths", POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n"),
                framing("two equal Content-Lengths", POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n"),
                framing("a list of Content-Lengths", POST + "Content-Length: 5, 5\r\n\r\n"),
                framing("a negative Content-Length", POST + "Content-Length: -5\r\n\r\n"),
                framing("a signed Content-Length", POST + "Content-Length: +5\r\n\r\n"),
                framing("a hexadecimal Content-Length", POST + "Content-Length: 0x5\r\n\r\n"),
                framing("an empty Content-Length", POST + "Content-Length: \r\n\r\n"),
                framing("a huge Content-Length", POST + "Content-Length: 99999999999999999999\r\n\r\n"),
                framing("two codings", POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
                framing("a coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
                coding("an unknown coding", POST + "Transfer-Encoding: gzip\r\n\r\n"),
                coding("chunked not alone", POST + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
                coding("identity", POST + "Transfer-Encoding: identity\r\n\r\n"),
                coding("nearly chunked", POST + "Transfer-Encoding: xchunked\r\n\r\n"));
    }

    private static Stream<MalformedRequest> targets() {
        return Stream.of(
                new MalformedRequest("CONNECT", Reason.CONNECT_REFUSED, "CONNECT a:443 HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("authority form", "GET a:443 HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("asterisk form for GET", "GET * HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("a fragment", "GET /a#b HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("a control character", "GET /\u0001 HTTP/1.1\r\n" + HOST + "\r\n"),
                bad("another scheme", "GET ftp://a/ HTTP/1.1\r\n" + HOST + "\r\n"),
                host("absolute form with another authority", "GET http://b/ HTTP/1.1\r\n" + HOST + "\r\n"),
                host("absolute form with another port", "GET http://a:81/ HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    private static Stream<MalformedRequest> sizes() {
        return Stream.of(
                new MalformedRequest(
                        "a long request line",
                        Reason.TARGET_TOO_LONG,
                        "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                new MalformedRequest(
                        "a request line without end", Reason.TARGET_TOO_LONG, "GET /" + "a".repeat(40_000)),
                new MalformedRequest(
                        "a long field", Reason.HEAD_TOO_LARGE, LINE + HOST + "X: " + "x".repeat(40_000) + "\r\n\r\n"),
                new MalformedRequest(
                        "many fields", Reason.HEAD_TOO_LARGE, LINE + HOST + "X: y\r\n".repeat(128) + "\r\n"));
    }

    private static MalformedRequest bad(String name, String text) {
        return new MalformedRequest(name, Reason.BAD_REQUEST, text);
    }

    private static MalformedRequest host(String name, String text) {
        return new MalformedRequest(name, Reason.BAD_HOST, text);
    }

    private static MalformedRequest framing(String name, String text) {
        return new MalformedRequest(name, Reason.BAD_FRAMING, text);
    }

    private static MalformedRequest coding(String name, String text) {
        return new MalformedRequest(name, Reason.TRANSFER_CODING, text);
    }

    @Override
    public String toString() {
        return name;
    }
}
