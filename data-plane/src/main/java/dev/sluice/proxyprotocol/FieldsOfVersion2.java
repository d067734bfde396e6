package dev.sluice.proxyprotocol;

import dev.sluice.proxyprotocol.Extras.Tls;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The fields behind the addresses of version 2: a type, a length of two bytes and a value each (section 2.2). */
final class FieldsOfVersion2 {
    /** What was found. */
    sealed interface Found {}

    record Told(Extras extras) implements Found {}

    record Wrong(String why) implements Found {}

    private static final int AUTHORITY = 0x02;
    private static final int CHECKSUM = 0x03;
    private static final int UNIQUE_ID = 0x05;
    private static final int SSL = 0x20;
    private static final int SSL_VERSION = 0x21;
    private static final int SSL_NAME = 0x22;
    private static final int CLIENT_SSL = 0x01;
    private static final int HEAD = 3;
    private static final int SSL_HEAD = 5;
    private static final int LONGEST_ID = 128;
    private static final int LONGEST_NAME = 255;

    private Optional<String> authority = Optional.empty();
    private Optional<String> uniqueId = Optional.empty();
    private Optional<Tls> tls = Optional.empty();

    private FieldsOfVersion2() {}

    /** Reads the fields from {@code start} to the end of the header. */
    static Found read(ByteBuffer header, int start) {
        FieldsOfVersion2 fields = new FieldsOfVersion2();
        int at = start;
        while (at < header.limit()) {
            int length = length(header, at, header.limit());
            if (length < 0) {
                return new Wrong("a field that is longer than the header");
            }
            int value = at + HEAD;
            String wrong = fields.field(header, Byte.toUnsignedInt(header.get(at)), value, length);
            if (!wrong.isEmpty()) {
                return new Wrong(wrong);
            }
            at = value + length;
        }
        return new Told(new Extras(fields.authority, fields.uniqueId, fields.tls));
    }

    /** Length of the value at {@code at}, or -1 if it does not end before {@code end}. */
    private static int length(ByteBuffer header, int at, int end) {
        if (end - at < HEAD) {
            return -1;
        }
        int length = Short.toUnsignedInt(header.getShort(at + 1));
        return length > end - at - HEAD ? -1 : length;
    }

    /** @return what is wrong, or an empty text; other fields are for others */
    private String field(ByteBuffer header, int type, int value, int length) {
        return switch (type) {
            case AUTHORITY -> {
                authority = text(header, value, length);
                yield authority.isEmpty() ? "an authority that is no text" : "";
            }
            case UNIQUE_ID -> {
                byte[] id = new byte[length];
                header.get(value, id);
                uniqueId = Optional.of(HexFormat.of().formatHex(id));
                yield length > LONGEST_ID ? "an id of more than " + LONGEST_ID + " bytes" : "";
            }
            case CHECKSUM -> checksum(header, value, length);
            case SSL -> ssl(header, value, length);
            default -> "";
        };
    }

    /** Section 2.2.3: over the whole header, the checksum itself taken for zeros. */
    private static String checksum(ByteBuffer header, int value, int length) {
        if (length != 4) {
            return "a checksum that has not 4 bytes";
        }
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, value));
        crc.update(new byte[4]);
        crc.update(header.slice(value + 4, header.limit() - value - 4));
        return (int) crc.getValue() == header.getInt(value) ? "" : "a checksum that does not match";
    }

    /** Section 2.2.5. */
    private String ssl(ByteBuffer header, int value, int length) {
        if (length < SSL_HEAD) {
            return "an SSL field that is too short";
        }
        boolean verified = header.getInt(value + 1) == 0;
        String version = "";
        Optional<String> name = Optional.empty();
        int end = value + length;
        for (int at = value + SSL_HEAD; at < end; ) {
            int within = length(header, at, end);
            if (within < 0) {
                return "a field that is longer than its SSL field";
            }
            int type = Byte.toUnsignedInt(header.get(at));
            Optional<String> text = text(header, at + HEAD, within);
            if (type == SSL_VERSION) {
                version = text.orElse("");
            } else if (type == SSL_NAME) {
                name = text;
            }
            at += HEAD + within;
        }
        if ((header.get(value) & CLIENT_SSL) != 0) {
            tls = Optional.of(new Tls(version, verified ? name : Optional.empty()));
        }
        return "";
    }

    /** Text without control characters, or nothing. */
    private static Optional<String> text(ByteBuffer header, int at, int length) {
        if (length == 0 || length > LONGEST_NAME) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(header.slice(at, length))
                    .toString();
            return text.chars().anyMatch(Character::isISOControl) ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
