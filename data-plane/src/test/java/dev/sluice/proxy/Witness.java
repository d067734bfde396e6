package dev.sluice.proxy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend that answers every request and remembers what a strict reading of its bytes says. */
final class Witness implements AutoCloseable {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nseen";

    /** Complete requests in the order in which they came. */
    final List<StrictReading.Request> seen = new CopyOnWriteArrayList<>();
    /** What no strict reader would take for a request. */
    final List<String> faults = new CopyOnWriteArrayList<>();

    final Backend backend = Backend.scripted(this::listen);

    Witness() throws IOException {}

    private void listen(Wire wire) throws IOException {
        StringBuilder come = new StringBuilder();
        byte[] piece = new byte[16 * 1024];
        int answered = 0;
        for (int length = wire.in.read(piece); length > 0; length = wire.in.read(piece)) {
            come.append(StrictReading.text(java.util.Arrays.copyOf(piece, length)));
            StrictReading reading = StrictReading.of(come.toString());
            if (!reading.fault.isEmpty()) {
                faults.add(reading.fault + " in: " + come);
                return;
            }
            for (; answered < reading.requests.size(); answered++) {
                seen.add(reading.requests.get(answered));
                wire.send(ANSWER);
            }
        }
    }

    /** Whether all that was seen was asked for by what the client sent, in that order. */
    boolean sawOnly(StrictReading asked) {
        int next = 0;
        for (StrictReading.Request request : seen) {
            while (next < asked.requests.size() && !same(asked.requests.get(next), request)) {
                next++;
            }
            if (next++ >= asked.requests.size()) {
                return false;
            }
        }
        return faults.isEmpty();
    }

    private static boolean same(StrictReading.Request asked, StrictReading.Request seen) {
        return asked.method().equals(seen.method())
                && origin(asked.target()).equals(seen.target())
                && asked.host().equals(seen.host())
                && asked.body().equals(seen.body());
    }

    /** RFC 9112 section 3.2.1: what is sent to a server instead of an absolute form. */
    private static String origin(String target) {
        String rest = target.replaceFirst("(?i)^https?://[^/?]*", "");
        if (rest.equals(target)) {
            return target;
        }
        return rest.startsWith("/") ? rest : rest.isEmpty() ? "/" : "/" + rest;
    }

    void forget() {
        seen.clear();
        faults.clear();
    }

    @Override
    public void close() throws IOException {
        backend.close();
    }
}
