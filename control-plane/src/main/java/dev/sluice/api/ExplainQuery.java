package dev.sluice.api;

import dev.sluice.wire.v1.Explain;
import dev.sluice.wire.v1.Header;
import java.util.List;

/** The request that is asked about, as the parameters say; what is wrong with them is an {@link InvalidQuery}. */
final class ExplainQuery {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MOST_HEADERS = 100;
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_METHOD = 64;
    private static final String SIGNS = "!#$%&'*+-.^_`|~";
    /** What a request has that is not there yet; one that has ended has its own. */
    private static final List<String> OF_REQUESTS = List.of("method", "scheme", "host", "path", "port", "header");

    private ExplainQuery() {}

    /** One that has not been sent. */
    static Explain request(Query query) {
        String scheme = query.has("scheme") ? query.text("scheme") : "http";
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidQuery("scheme=" + scheme + ": expected http or https");
        }
        String path = query.has("path") ? query.text("path") : "/";
        if (!path.startsWith("/")) {
            throw new InvalidQuery("path=" + path + ": expected a text that begins with '/'");
        }
        Explain.Builder asked = Explain.newBuilder()
                .setMethod(method(query))
                .setScheme(scheme)
                .setHost(query.required("host", "a host, as in the request's Host"))
                .setPath(path)
                .setPort(port(query, scheme));
        List<String> headers = query.texts("header");
        if (headers.size() > MOST_HEADERS) {
            throw new InvalidQuery("header: given " + headers.size() + " times, expected at most " + MOST_HEADERS);
        }
        for (int i = 0; i < headers.size(); i++) {
            asked.addHeaders(header(headers.get(i), i + 1));
        }
        return asked.build();
    }

    /** One that has ended, by its id. */
    static Explain ended(Query query) {
        String id = query.text("request-id");
        boolean visible = id.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (id.isEmpty() || id.length() > LONGEST_ID || !visible) {
            throw new InvalidQuery("request-id: expected 1 to " + LONGEST_ID
                    + " visible ASCII characters, as X-Request-ID and id= of the access log have them");
        }
        OF_REQUESTS.stream().filter(query::has).findFirst().ifPresent(name -> {
            throw new InvalidQuery(
                    name + " and request-id: expected one of them; a request that has ended has its own");
        });
        return Explain.newBuilder().setRequestId(id).build();
    }

    /** A token (RFC 9110 section 9.1); what is none, no data plane is ever asked for. */
    private static String method(Query query) {
        String method = query.has("method") ? query.text("method") : "GET";
        boolean token = method.chars().allMatch(c -> Character.isLetterOrDigit(c) && c < 0x7F || SIGNS.indexOf(c) >= 0);
        if (method.isEmpty() || method.length() > LONGEST_METHOD || !token) {
            throw new InvalidQuery("method=" + method + ": expected a method of a request, as GET, of at most "
                    + LONGEST_METHOD + " characters");
        }
        return method;
    }

    private static int port(Query query, String scheme) {
        String text = query.text("port");
        if (text.isEmpty()) {
            return scheme.equals("https") ? HTTPS : HTTP;
        }
        int port = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw new InvalidQuery("port=" + text + ": expected 1 to 65535, as clients of the load balancer use it");
        }
        return port;
    }

    /** What cannot be read is not quoted: it may be somebody's token. */
    private static Header header(String text, int place) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new InvalidQuery("header, number " + place + " of those given: expected NAME:VALUE");
        }
        return Header.newBuilder()
                .setName(text.substring(0, colon))
                .setValue(text.substring(colon + 1).strip())
                .build();
    }
}
