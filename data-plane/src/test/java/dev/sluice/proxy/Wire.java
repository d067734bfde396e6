package dev.sluice.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One end of an HTTP/1.1 connection that writes exactly the bytes it is told and reads whole messages. */
class Wire {
    final Socket socket;
    final InputStream in;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    }

    void send(String bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** A line without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed after '" + line.toString(StandardCharsets.ISO_8859_1) + "'");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private List<String> fields() throws IOException {
        List<String> fields = new ArrayList<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            fields.add(field);
        }
        return fields;
    }

    /** The next head, without body. */
    Message head() throws IOException {
        return new Message(line(), fields(), "", List.of());
    }

    /** The next message with its body. */
    Message read() throws IOException {
        return body(head());
    }

    /** The body that belongs to a head. */
    Message body(Message head) throws IOException {
        if (head.values("Transfer-Encoding").contains("chunked")) {
            StringBuilder body = new StringBuilder();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.append(bytes(size));
                line();
            }
            return new Message(head.start(), head.fields(), body.toString(), fields());
        }
        List<String> length = head.values("Content-Length");
        if (!length.isEmpty()) {
            return new Message(head.start(), head.fields(), bytes(Integer.parseInt(length.get(0))), List.of());
        }
        boolean untilClose = head.start().startsWith("HTTP/") && head.status() != 204 && head.status() != 304;
        return untilClose ? new Message(head.start(), head.fields(), rest(), List.of()) : head;
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    String bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Everything until the other end closes; a reset is an end, too. */
    String rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (java.net.SocketException e) {
            rest.write(new byte[0]);
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }
}
