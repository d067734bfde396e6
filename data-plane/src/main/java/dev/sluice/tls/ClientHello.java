package dev.sluice.tls;

import dev.sluice.http.Authority;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client's first message asks for (RFC 8446 section 4.1.2): as much as the choice of a certificate needs. Nothing in
 * it is proven.
 */
public final class ClientHello {
    private static final int RANDOM_AND_VERSION = 34;
    private static final int SERVER_NAME = 0;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int APPLICATION_PROTOCOLS = 16;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int HOST_NAME = 0;
    private static final int TLS_1_3 = 0x0304;

    private final Authority name = new Authority();
    private final List<String> protocols = new ArrayList<>();
    private short[] ciphers = {};
    private short[] signatures = {};
    private boolean tls13;

    private ClientHello() {}

    /**
     * Reads the body of the handshake message, from {@code legacy_version} on. A server name that is none (an IP address, a
     * text that no host can have) counts as missing.
     *
     * @throws MalformedClientHello if a length in it leads out of the message
     */
    public static ClientHello read(ByteBuffer body) throws MalformedClientHello {
        ClientHello hello = new ClientHello();
        try {
            hello.parse(body.duplicate());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new MalformedClientHello("a length in it leads out of it");
        }
        return hello;
    }

    private void parse(ByteBuffer in) {
        skip(in, RANDOM_AND_VERSION);
        skip(in, in.get() & 0xff); // legacy_session_id
        ciphers = shorts(vector16(in));
        skip(in, in.get() & 0xff); // legacy_compression_methods
        if (!in.hasRemaining()) {
            return; // TLS 1.2 may end here
        }
        ByteBuffer extensions = vector16(in);
        while (extensions.hasRemaining()) {
            int type = extensions.getShort() & 0xffff;
            extension(type, vector16(extensions));
        }
    }

    private void extension(int type, ByteBuffer content) {
        switch (type) {
            case SERVER_NAME -> serverName(content);
            case SIGNATURE_ALGORITHMS -> signatures = shorts(vector16(content));
            case APPLICATION_PROTOCOLS -> protocols(vector16(content));
            case SUPPORTED_VERSIONS -> versions(vector8(content));
            default -> {
                // RFC 8446 section 4.2: what is not known is passed over
            }
        }
    }

    private void serverName(ByteBuffer content) {
        ByteBuffer list = vector16(content);
        while (list.hasRemaining()) {
            int type = list.get();
            ByteBuffer entry = vector16(list);
            if (type == HOST_NAME) {
                hostName(entry);
                return;
            }
        }
    }

    private void hostName(ByteBuffer entry) {
        byte[] text = new byte[entry.remaining()];
        entry.get(text);
        for (byte c : text) {
            if (c == ':' || c == '[') { // the authority of a request may have a port, a server name has none
                return;
            }
        }
        if (!name.read(text, 0, text.length) || name.ipLiteral()) {
            name.clear();
        }
    }

    private void protocols(ByteBuffer list) {
        while (list.hasRemaining()) {
            ByteBuffer entry = vector8(list);
            byte[] text = new byte[entry.remaining()];
            entry.get(text);
            protocols.add(new String(text, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
    }

    private void versions(ByteBuffer list) {
        for (short version : shorts(list)) {
            tls13 |= version == TLS_1_3;
        }
    }

    private static ByteBuffer vector8(ByteBuffer in) {
        return take(in, in.get() & 0xff);
    }

    private static ByteBuffer vector16(ByteBuffer in) {
        return take(in, in.getShort() & 0xffff);
    }

    private static ByteBuffer take(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer taken = in.slice(in.position(), length);
        in.position(in.position() + length);
        return taken;
    }

    private static void skip(ByteBuffer in, int length) {
        in.position(in.position() + length);
    }

    private static short[] shorts(ByteBuffer in) {
        short[] values = new short[in.remaining() / 2];
        in.asShortBuffer().get(values);
        return values;
    }

    /** The server name, as hosts are looked up; empty if there is none. */
    public Authority name() {
        return name;
    }

    /** ALPN protocols in the client's order (RFC 7301); empty if it sent none. */
    public List<String> protocols() {
        return List.copyOf(protocols);
    }

    boolean offersTls13() {
        return tls13;
    }

    /** Whether one of its signature algorithms is in a list; one who sends none takes what TLS 1.2 began with. */
    boolean verifies(int... schemes) {
        if (signatures.length == 0) {
            return true;
        }
        for (short offered : signatures) {
            for (int scheme : schemes) {
                if ((offered & 0xffff) == scheme) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it offers one of these cipher suites. */
    boolean speaks(int... suites) {
        for (short offered : ciphers) {
            for (int suite : suites) {
                if ((offered & 0xffff) == suite) {
                    return true;
                }
            }
        }
        return false;
    }

    /** For logs; what a client sent, shortened to what can be a host. */
    @Override
    public String toString() {
        return "ClientHello for " + (name.length() == 0 ? "no name" : name);
    }
}
