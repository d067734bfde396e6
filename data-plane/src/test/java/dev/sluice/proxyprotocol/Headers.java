package dev.sluice.proxyprotocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** PROXY headers of version 2, made by hand. */
public final class Headers {
    private Headers() {}

    /** From 192.0.2.7 port 4711 to 198.51.100.1 port 443, with these fields behind the addresses. */
    public static byte[] tcp4(byte[]... fields) {
        return header(0x21, 0x11, "c0000207" + "c6336401" + "1267" + "01bb", fields);
    }

    /** From 2001:db8::7 port 4711 to 2001:db8::1 port 80. */
    public static byte[] tcp6(byte[]... fields) {
        return header(
                0x21,
                0x21,
                "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "1267" + "0050",
                fields);
    }

    public static byte[] header(int command, int family, String addresses, byte[]... fields) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.writeBytes(HexFormat.of().parseHex(addresses));
        for (byte[] field : fields) {
            rest.writeBytes(field);
        }
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(Version2.SIGNATURE);
        header.write(command);
        header.write(family);
        header.write(rest.size() >> 8);
        header.write(rest.size());
        header.writeBytes(rest.toByteArray());
        return header.toByteArray();
    }

    public static byte[] field(int type, byte... value) {
        ByteBuffer field = ByteBuffer.allocate(3 + value.length);
        field.put((byte) type).putShort((short) value.length).put(value);
        return field.array();
    }

    /** The header with its checksum, which is its last field, filled in. */
    public static byte[] checked(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int) crc.getValue());
        return header;
    }
}
