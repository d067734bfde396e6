package dev.sluice.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stream of bytes says as HTTP/1 when it is read by the letter of RFC 9112 and nothing is forgiven. Shares no line
 * with the product: what the proxy forwards is judged by it.
 */
final class StrictReading {
    /** A request that is complete: {@code host} empty if none, {@code body} without framing. */
    record Request(String method, String target, String host, String body) {}

    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
    private static final Pattern LINE = Pattern.compile("(" + TOKEN + ") ([^\\x00-\\x20\\x7f]+) HTTP/1\\.([01])");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[ \\t]*(.*?)[ \\t]*");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})([ \\t]*;[\\t\\x20-\\x7e\\x80-\\xff]*)?");

    /** Why reading stopped before the end. */
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1;

        Fault(String what) {
            super(what, null, false, false);
        }
    }

    /** The stream ends within a request. */
    private static final class Unfinished extends Exception {
        private static final long serialVersionUID = 1;

        Unfinished() {
            super(null, null, false, false);
        }
    }

    private final String bytes;
    private int at;
    final List<Request> requests = new ArrayList<>();
    /** What is wrong behind the last request; empty if the stream ends there or within another. */
    String fault = "";

    private StrictReading(String bytes) {
        this.bytes = bytes;
    }

    /** @param bytes one char each */
    static StrictReading of(String bytes) {
        StrictReading reading = new StrictReading(bytes);
        try {
            while (reading.at < bytes.length()) {
                reading.requests.add(reading.request());
            }
        } catch (Unfinished e) {
            return reading;
        } catch (Fault e) {
            reading.fault = String.valueOf(e.getMessage());
        }
        return reading;
    }

    private Request request() throws Fault, Unfinished {
        String first = line();
        Matcher start = LINE.matcher(first.isEmpty() ? line() : first);
        if (!start.matches()) {
            throw new Fault("no request line");
        }
        List<String[]> fields = fields();
        List<String> hosts = values(fields, "host");
        boolean old = start.group(3).equals("0");
        if (hosts.size() > 1 || (hosts.isEmpty() && !old)) {
            throw new Fault("not one Host");
        }
        String body = body(values(fields, "transfer-encoding"), values(fields, "content-length"), old);
        return new Request(start.group(1), start.group(2), hosts.isEmpty() ? "" : hosts.getFirst(), body);
    }

    private String body(List<String> codings, List<String> lengths, boolean old) throws Fault, Unfinished {
        if (codings.isEmpty() && lengths.isEmpty()) {
            return "";
        }
        if (codings.size() + lengths.size() > 1 || (old && !codings.isEmpty())) {
            throw new Fault("more than one framing");
        }
        if (!codings.isEmpty()) {
            if (!codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new Fault("another coding than chunked");
            }
            return chunks();
        }
        if (!lengths.getFirst().matches("[0-9]{1,18}")) {
            throw new Fault("no length");
        }
        return take(Long.parseLong(lengths.getFirst()));
    }

    private String chunks() throws Fault, Unfinished {
        StringBuilder body = new StringBuilder();
        while (true) {
            Matcher size = CHUNK.matcher(line());
            if (!size.matches()) {
                throw new Fault("no chunk size");
            }
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                fields(); // trailers
                return body.toString();
            }
            body.append(take(length));
            if (!line().isEmpty()) {
                throw new Fault("a chunk longer than it says");
            }
        }
    }

    private List<String[]> fields() throws Fault, Unfinished {
        List<String[]> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches() || !VALUE.matcher(field.group(2)).matches()) {
                throw new Fault("no field line");
            }
            fields.add(new String[] {field.group(1).toLowerCase(Locale.ROOT), field.group(2)});
        }
        return fields;
    }

    private static List<String> values(List<String[]> fields, String name) {
        return fields.stream()
                .filter(field -> field[0].equals(name))
                .map(field -> field[1])
                .toList();
    }

    /** A line that ends with CR LF and has neither within. */
    private String line() throws Fault, Unfinished {
        int end = at;
        while (end < bytes.length() && bytes.charAt(end) != '\r' && bytes.charAt(end) != '\n') {
            end++;
        }
        if (end + 1 >= bytes.length() && (end >= bytes.length() || bytes.charAt(end) == '\r')) {
            throw new Unfinished();
        }
        if (bytes.charAt(end) != '\r' || bytes.charAt(end + 1) != '\n') {
            throw new Fault("a bare CR or LF");
        }
        String line = bytes.substring(at, end);
        at = end + 2;
        return line;
    }

    private String take(long count) throws Unfinished {
        if (count > bytes.length() - at) {
            throw new Unfinished();
        }
        String taken = bytes.substring(at, at + (int) count);
        at += (int) count;
        return taken;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
